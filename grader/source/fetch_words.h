// What the grader and the program that fetches for it (grader-fetcher, in a jail) say to each
// other, over one socket that the program has as descriptor 3. One jail is one conversation:
//
//   grader: Begin                 program: Dial, AskCredentials, AskAgent (each answered) ...
//                                 program: Refs, in parts, the last one marked
//   grader: Download, or hangs up program: as above, Transfer ..., then Fetched
//   at any time                   program: Failed, and ends
//
// The program reads what strangers send, so nothing that it says is believed: a word that cannot be
// decoded whole is none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader::source {

inline constexpr int kFetchSocket = 3;

// Places in the jail.
inline constexpr const char* kFetchProgram = "/grader/grader-fetcher";
inline constexpr const char* kFetchRepository = "/tmp/repository.git";
inline constexpr const char* kFetchCache = "/cache";        // the cache's objects, read-only
inline constexpr const char* kFetchIncoming = "/incoming";  // where the pack is written
inline constexpr const char* kFetchHome = "/tmp/home";      // with .ssh/known_hosts

struct RemoteRef {
  std::string name;  // "HEAD", "refs/heads/main"
  std::string id;    // 40 hex digits
};

struct Begin {
  std::string url;  // without credentials
  std::uint64_t max_bytes = 0;
  std::uint64_t max_objects = 0;
};

struct Dial {
  std::string host;
  std::string port;
};

// Kinds of credentials that a server takes, as bits of AskCredentials::kinds.
inline constexpr std::uint64_t kUserName = 1, kPassword = 2, kKey = 4;

struct AskCredentials {
  std::uint64_t kinds = 0;
};

struct Credential {
  enum class Kind : std::uint64_t { None, UserName, Password, Key, Agent };
  Kind kind = Kind::None;
  std::string user;
  std::string secret;  // a password, or the content of a private key's file
};

// One message of the ssh-agent protocol, or its answer, without the length before it.
struct AgentMessage {
  std::string bytes;
};
inline constexpr std::size_t kMaxAgentBytes = std::size_t{256} << 10;

struct Refs {
  std::vector<RemoteRef> refs;
  bool last = false;
};
inline constexpr std::size_t kRefsInOnePart = 4'096;

// What git lets a ref be called, as far as it matters here: it becomes a refspec and is shown.
bool is_ref_name(std::string_view name);

struct Download {
  std::vector<std::string> names;  // full names, patterns or ids
};

struct Transfer {
  std::uint64_t indexed = 0;
  std::uint64_t total = 0;  // objects
  std::uint64_t bytes = 0;
};

struct Failed {
  enum class Why : std::uint64_t { Git, TooManyBytes, TooManyObjects, HostKey, Certificate };
  Why why = Why::Git;
  std::uint64_t number = 0;  // TooManyObjects: how many
  std::uint64_t code = 0;    // Git: libgit2's, its sign taken off
  std::uint64_t klass = 0;   // Git: of its error
  std::string text;          // Git: what it said
};
inline constexpr std::size_t kMaxFailedText = 500;

enum class Word : std::uint64_t {
  None,  // not a word of ours
  Begin,
  Dial,
  Dialled,  // with one end of a relay to it, or without where it is refused
  AskCredentials,
  Credential,
  AskAgent,
  AgentAnswer,
  Refs,
  Download,
  Transfer,
  Fetched,
  Failed,
};

Word word_of(std::string_view bytes);

std::string encode(Word word);
std::string encode(const Begin& begin);
std::string encode(const Dial& dial);
std::string encode(const AskCredentials& ask);
std::string encode(const Credential& credential);
std::string encode(Word word, const AgentMessage& message);  // AskAgent or AgentAnswer
std::string encode(const Refs& refs);
std::string encode(const Download& download);
std::string encode(const Transfer& transfer);
std::string encode(const Failed& failed);

std::optional<Begin> decode_begin(std::string_view bytes);
std::optional<Dial> decode_dial(std::string_view bytes);
std::optional<AskCredentials> decode_ask_credentials(std::string_view bytes);
std::optional<Credential> decode_credential(std::string_view bytes);
std::optional<AgentMessage> decode_agent(Word word, std::string_view bytes);
std::optional<Refs> decode_refs(std::string_view bytes);  // names and ids are well-formed
std::optional<Download> decode_download(std::string_view bytes);
std::optional<Transfer> decode_transfer(std::string_view bytes);
std::optional<Failed> decode_failed(std::string_view bytes);

}  // namespace grader::source
