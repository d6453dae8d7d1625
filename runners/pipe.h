// What the engine says to a student's module in another jail, and what it answers: one pair of
// sockets, each message a frame of 4 bytes of length (big-endian) and as many of text. Its lines
// are JSON: the first says what it is, values stand in lines of their own
// (grader/model/value_json.h). The halves in the jail: harness/calls/serve.js and serve.py.
//
// Requests: {"id", "do": "load", "version": 2, "module", "functions": [names], "helpers", "prints"}
//           {"id", "do": "call", "how", "name", "keep", "after", "prints", "called", "take"}, then
//           the arguments as one list
//           {"do": "end"}
// Replies, each with the id of its request, which nobody could know before:
//   {"id", "is": "loaded"}; {"id", "is": "unloadable", "failure": {...}}
//   {"id", "is": "missing", "name", "has": [names]}: one of the functions, or a method
//   {"id", "is": "returned"}, then the value
//   {"id", "is": "yielded", "done": bool}, then at most "take" values as one list
//   {"id", "is": "threw", "types": [names], "error": {...}}
//   Behind the last three, each in a line of its own and exactly where asked for: the arguments
//   afterwards, what was printed (a text), and what the rubric's functions were called with:
//   [[name, how often, [arguments, ...]]]
// More kinds of requests can come; a half that does not know one ends.
//
// Student code shares its process with the other half, so anything may come: a reply that breaks
// the rules breaks the pipe. What it says is only ever what the student's code gave back.
#pragma once

#include <chrono>
#include <cstdint>
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

// One request: what is called, and what is asked about it besides the value.
struct Ask {
  enum class How {
    Function,  // `name`: of those that were loaded
    New,       // an instance of that class
    Self,      // what was kept, which is a function
    Method,    // `name` of what was kept
    Get,       // likewise: a field
    Set,       // likewise; the first argument is its new value
  };
  How how = How::Function;
  std::string name;
  Value arguments = Value::of(Value::Kind::List);
  bool keep = false;    // later requests are about what this one gives
  bool after = false;   // the arguments as they are then
  bool prints = false;  // what it prints
  int take = 0;         // so many of the values that it yields; 0: it is no iterator
  std::chrono::milliseconds patience{0};  // 0: as long as the jail lasts

  // One of the rubric's functions is among the arguments.
  bool hands_over() const;
};

struct Loaded {};
struct MissingFunction {
  std::vector<std::string> has;  // what there is instead; at most 50
  std::string name = {};
};

// What one of the rubric's functions was called with.
struct CalledBack {
  std::string name;
  std::int64_t times = 0;
  std::vector<Value>
      calls;  // lists of arguments: of the first calls, or fewer where they are large
};

// What is told beside the value; each where it was asked for.
struct Beside {
  std::optional<Value> after;  // the arguments as they are then, a list
  std::optional<std::string> printed;
  std::vector<CalledBack> called;
};
struct Returned {
  Value value;
  Beside beside;
};
struct Yielded {
  Value values;       // a list
  bool done = false;  // there are no more
  Beside beside;
};
struct Threw {
  std::vector<std::string> types;  // its class, that one's base, ...; empty: no error object
  LoadFailure error;               // its words and place
  Beside beside;
};
using Reply = std::variant<Loaded, LoadFailure, MissingFunction, Returned, Yielded, Threw>;

// A frame's text; nullopt: it breaks the rules. `asked`: null where it answers no call.
std::optional<Reply> read_reply(std::string_view text, const std::string& id, const Ask* asked);

enum class PipeEnd {
  Closed,  // the other side is gone
  Broken,  // it said what it may not
  Late,    // it did not answer in time; whatever it says later is not listened to
};

// Our end. Not safe to call from several threads.
class Pipe {
 public:
  struct Ends;
  // The other end is for Command::descriptors; close it when the jail is gone.
  static Result<Ends> open();

  struct Module {
    std::string path;                    // in the jail
    std::vector<std::string> functions;  // that are called there
    bool helpers = false;  // some call hands functions over, takes values or asks what is printed
    bool prints = false;
  };
  // Each waits for its reply as long as the other end is there, or as it asks for.
  std::variant<Reply, PipeEnd> load(const Module& module);
  std::variant<Reply, PipeEnd> call(const Ask& ask);
  // The other side may leave, and is not listened to any more.
  void end();

 private:
  explicit Pipe(Fd fd) : fd_(std::move(fd)) {}
  std::variant<Reply, PipeEnd> ask(const std::string& id, const std::string& text,
                                   const Ask* asked);
  bool send(const std::string& text);
  std::variant<std::string, PipeEnd> receive(std::chrono::milliseconds patience);

  Fd fd_;
};

struct Pipe::Ends {
  Pipe ours;
  Fd theirs;
};

}  // namespace grader::runners
