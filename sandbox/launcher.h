// The only door through which student code is started.
//
// An Error means that the sandbox itself failed; a program that crashes, loops or floods its
// output is a normal Outcome.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/tree.h"

namespace grader::sandbox {

struct Limits {
  std::chrono::milliseconds wall{20'000};
  std::chrono::milliseconds cpu{10'000};            // of the whole process tree
  std::uint64_t memory = std::uint64_t{512} << 20;  // bytes, of the whole tree, swap included,
                                                    // pages of files not
  std::uint32_t processes = 128;                    // threads count
  std::uint64_t output = std::uint64_t{1} << 20;    // bytes for each of stdout and stderr
  std::uint64_t disk = std::uint64_t{64} << 20;     // bytes for each writable place, on top of what
                                                    // was put there
  std::uint32_t inodes = 16'384;                    // likewise
  std::uint32_t descriptors = 1'024;                // for each process
};

// A host file or folder that the jail sees read-only.
struct Mount {
  std::string source;  // on the host, absolute
  std::string target;  // in the jail, absolute

  bool operator==(const Mount&) const = default;
};

// A host folder that the program may write into; what it left is there afterwards, and nothing of
// it is to be believed. The folder is ours and empty; while the jail runs it belongs to the
// program.
struct WritableFolder {
  std::string source;  // on the host, absolute
  std::string target;  // in the jail, absolute, not below a writable place
  // More ends the run as LimitHit{Disk}. No file can be larger; the sum is looked at every 10 ms,
  // or less often where that takes long.
  std::uint64_t bytes = std::uint64_t{64} << 20;
  std::uint32_t entries = 1'024;
  std::uint32_t depth = 8;  // of folders in folders; deeper ones count as too much
};

// A file of the submission, read from the object database when it is written out.
struct TreeFile {
  const Tree* tree = nullptr;  // outlives the run
  TreeEntry entry;
};

// A file to be put into the jail before the program starts.
struct JailFile {
  std::string path;  // in the jail, absolute, below a writable place
  std::variant<std::string, TreeFile> content;
  bool executable = false;
  // The program can neither change nor remove nor replace it, nor rename a folder above it.
  bool read_only = false;
};

// The one host that the jails of a network may reach, and how much of it.
struct AllowedHost {
  std::string host;  // a name or an address, as clients ask for it
  std::uint16_t port = 443;
  // For a host that the operator chose: it may be at a loopback or private address. Otherwise only
  // public addresses are connected to, whatever the name resolves to.
  bool may_be_private = false;
  std::uint64_t bytes = std::uint64_t{1} << 30;  // in and out, over all connections
  std::chrono::milliseconds time{600'000};       // since open_network()
};

// What several jails share: a network namespace with nothing in it but loopback, so that what one
// listens on the others reach. A jail without one has a loopback of its own.
class Network {
 public:
  virtual ~Network() = default;
  // Ends the jails that still run in it, and each that is started in it later, at once: their run()
  // returns with Outcome::stopped.
  virtual void end_jails() = 0;
  // "http://127.0.0.1:3128": an HTTP proxy of ours to the allowed host; empty without one. The
  // jails have no name service and need none: the proxy looks up the host.
  virtual std::string proxy() const = 0;
  // What the proxy refused, and why, for people; at most the first 100.
  virtual std::vector<std::string> refused() const = 0;
};

// What to run, and what is around it. Writable places: /submission, /tmp, /results (each a tmpfs
// of its own that starts with the files given for it). Everything else is read-only.
struct Command {
  std::vector<std::string> argv;                   // argv[0] is an absolute path in the jail
  std::map<std::string, std::string> environment;  // all of it; nothing is inherited
  std::string working_directory = "/submission";
  std::string standard_input;
  // The only processor that it runs on, by the kernel's number; -1, or one that is not ours: any.
  int processor = -1;
  std::vector<Mount> mounts;
  std::optional<WritableFolder> writable_folder;
  std::shared_ptr<Network> network;  // of the same launcher; null: loopback of its own
  // Open descriptors of ours, at most 125: the program has them as 3, 4, ... in this order. Keep
  // them open until it has started; a peer sees the jail's end once they are closed here too.
  std::vector<int> descriptors;
  // A descriptor of ours that becomes readable when the run is to end (Outcome::stopped); -1: none.
  // Jails of a network end by Network::end_jails() instead.
  int stop = -1;
  // Where two cannot both be there, mounts and read-only files win, then the first of them; what
  // loses is left out. A working directory below a writable place is made if it is not there.
  std::vector<JailFile> files;
  // Taken out after the kill: paths below /results, /submission or /tmp, regular files only, each
  // at most `collect_limit` bytes; a larger or special file is left out and named in
  // Outcome::refused.
  std::vector<std::string> collect;
  std::uint64_t collect_limit = std::uint64_t{8} << 20;
};

enum class Limit { Cpu, Wall, Memory, Processes, Output, Disk };

struct Exited {
  int code = 0;
};
struct Killed {
  int signal = 0;  // by itself or the kernel, not by us
};
struct LimitHit {
  Limit which = Limit::Wall;
};
using Ending = std::variant<Exited, Killed, LimitHit>;

// What a stream carried: its first and last part, and how much there was.
struct Capture {
  std::string head;
  std::string tail;         // empty unless something between was dropped
  std::uint64_t bytes = 0;  // the true count, as far as it was read
};

struct Usage {
  std::chrono::milliseconds wall{0};
  std::chrono::milliseconds cpu{0};
  std::uint64_t peak_memory = 0;  // bytes; 0 where the host cannot tell

  // Of jails that ran one after another: times add up, of the memory the most stays.
  Usage& operator+=(const Usage& next) {
    wall += next.wall;
    cpu += next.cpu;
    peak_memory = std::max(peak_memory, next.peak_memory);
    return *this;
  }
};

struct Outcome {
  // In this order of precedence: memory > output > processes > cpu > wall > disk > signal > exit.
  Ending ending;
  // Memory was the reason, whatever `ending` says: the kernel killed somebody in the tree for it
  // (`ending` is LimitHit{Memory} then, even if the main process ended well), or the program said
  // so itself (V8's heap limit: `ending` tells how it ended).
  bool out_of_memory = false;
  // By Command::stop or Network::end_jails(), before it ended or met a limit; `ending` is
  // Killed{SIGKILL} then.
  bool stopped = false;
  Capture standard_output;
  Capture standard_error;
  Usage usage;
  std::map<std::string, std::string> files;  // collected: jail path -> content
  std::vector<std::string> refused;          // collected paths that were not safe to take
};

// Safe to call from several threads; each call is one jail, and when it returns nothing of the
// jail is left: no process, mount, cgroup or file.
class Launcher {
 public:
  virtual ~Launcher() = default;
  virtual Result<Outcome> run(const Command& command, const Limits& limits) = 0;
  // Its jails come on top of LauncherOptions::slots; the network must not outlive the launcher.
  virtual Result<std::shared_ptr<Network>> open_network(
      const std::optional<AllowedHost>& host = {});
  // A promise that costs nothing to break: the next commands will have these mounts. Jails that
  // hold nothing else are built meanwhile. Without it the mounts of the last command are expected
  // again.
  virtual void expect(const std::vector<Mount>& /*mounts*/) {}
  // Ends all running jails and lets later ones fail with Blame::Interrupted. Async-signal-unsafe.
  virtual void interrupt() = 0;
};

// A guard as seen on this host: it was tried, not looked up.
struct Guard {
  std::string name;  // "memory limit", "network namespace", ...
  bool needed = true;
  bool holds = false;
  std::string detail;  // how it is done here ("cgroup v1"), or why not
  std::string remedy;  // what the operator can do; empty where it holds
};

// The guard of a host where no jail can be made at all: `detail` says why, nothing else was tried.
inline constexpr const char* kJailGuard = "jail";

class SpareSlot;

struct HostReport {
  std::vector<Guard> guards;
  bool can_isolate() const;  // every needed guard holds, and something was tried at all
  // The slot that was probed with: a launcher takes it and puts one back; may be null.
  std::shared_ptr<SpareSlot> spare;
};

// Runs a jail that tries to break out of itself. Takes some 30 ms; the engine calls it once for a
// process. The memory limit is tried once for a start of the host (memory_seen.h), or `again`.
HostReport probe_host(bool again = false);

struct LauncherOptions {
  int slots = 1;       // jails at the same time
  bool lazy = false;   // a slot is started when it is first needed, not at once
  bool ahead = true;   // blank jails are built ahead of need, one for each idle slot
  bool weak = false;   // --sandbox=weak: run although needed guards are missing
  std::string jailer;  // path of the grader-jailer program; empty: beside or installed for us
};

// An Error (Blame::Grader, naming the missing guards and remedies) where the host cannot isolate.
Result<void> must_isolate(const HostReport& host);

// The same Error where `weak` was not asked for.
Result<std::unique_ptr<Launcher>> create_launcher(const HostReport& host,
                                                  const LauncherOptions& options);

}  // namespace grader::sandbox
