// What the engine says to a student's module in another jail, and what it answers: one pair of
// sockets, each message a frame of 4 bytes of length (big-endian) and as many of text. Its lines
// are JSON: the first says what it is, values stand in lines of their own
// (grader/model/value_json.h). The halves in the jail: harness/calls/serve.js and serve.py.
//
// Requests: {"id", "do": "load", "version": 1, "module", "function"}
//           {"id", "do": "call", "after": bool}, then the arguments as one list
//           {"do": "end"}
// Replies, each with the id of its request, which nobody could know before:
//   {"id", "is": "loaded"}; {"id", "is": "unloadable", "failure": {...}}
//   {"id", "is": "missing", "has": [names]}
//   {"id", "is": "returned"}, then the value, then, if asked for, the arguments afterwards
//   {"id", "is": "threw", "types": [names], "error": {...}}, then (if asked for) the arguments
// More kinds of requests can come; a half that does not know one ends.
//
// Student code shares its process with the other half, so anything may come: a reply that breaks
// the rules breaks the pipe. What it says is only ever what the student's code gave back.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "grader/model/value.h"
#include "runners/runner.h"

namespace grader::runners {

inline constexpr std::size_t kMaxFrame = std::size_t{1} << 20;  // bytes, without the length

struct Loaded {};
struct MissingFunction {
  std::vector<std::string> has;  // functions that the module gives; at most 50
};
struct Returned {
  Value value;
  std::optional<Value> after;  // the arguments as they are then, a list
};
struct Threw {
  std::vector<std::string> types;  // its class, that one's base, ...; empty: no error object
  LoadFailure error;               // its words and place
  std::optional<Value> after;
};
using Reply = std::variant<Loaded, LoadFailure, MissingFunction, Returned, Threw>;

// A frame's text; nullopt: it breaks the rules.
std::optional<Reply> read_reply(std::string_view text, const std::string& id);

enum class PipeEnd {
  Closed,  // the other side is gone
  Broken,  // it said what it may not
};

// Our end. Not safe to call from several threads.
class Pipe {
 public:
  struct Ends;
  // The other end is for Command::descriptors; close it when the jail is gone.
  static Result<Ends> open();

  // Each waits for its reply as long as the other end is there.
  std::variant<Reply, PipeEnd> load(const std::string& module, const std::string& function);
  std::variant<Reply, PipeEnd> call(const Value& arguments, bool after);
  // The other side may leave, and is not listened to any more.
  void end();

 private:
  explicit Pipe(Fd fd) : fd_(std::move(fd)) {}
  std::variant<Reply, PipeEnd> ask(const std::string& id, const std::string& text);
  bool send(const std::string& text);
  std::variant<std::string, PipeEnd> receive();

  Fd fd_;
};

struct Pipe::Ends {
  Pipe ours;
  Fd theirs;
};

}  // namespace grader::runners
