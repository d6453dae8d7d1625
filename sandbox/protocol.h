// What the engine, a slot and a jail's init say to each other.
//
// engine -> slot: SlotSetup once; then for each jail Prepare, later Kill; at the end Quit, or the
//                 socket simply closes (the engine died): the slot then removes everything itself.
// engine -> network maker: MakeNetwork, instead of SlotSetup; it answers NetworkMade, or Failed,
// and
//                 ends.
// slot -> engine: Ready; Prepared (with the places' folders, the channel to init and a pidfd) or
//                 Failed; Gone when nothing of the jail is left.
// engine -> init: Program (with stdin, stdout, stderr and what the program has as 3, 4, ...), once
//                 the files are written.
// init -> engine: Started or Refused; Ended when the main process ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/launcher.h"

namespace grader::sandbox {

enum class Verb : std::uint64_t {
  None,  // not a message of ours
  SlotSetup,
  Prepare,
  Kill,
  Quit,
  Ready,
  Prepared,
  Failed,
  Gone,
  Program,
  Started,
  Refused,
  Ended,
  MakeNetwork,
  NetworkMade,
};

// The writable places of a jail, in the order of Prepare::places.
inline constexpr const char* kPlaces[] = {"/submission", "/tmp", "/results", "/dev/shm"};
inline constexpr std::size_t kPlaceCount = 4;
// Files may be put into the first three.
inline constexpr std::size_t kFilePlaceCount = 3;

// The student's ids as seen inside every jail with a user namespace, whatever the slot: runs are
// alike. Without one (root in a chroot) they are the slot's own.
inline constexpr unsigned kInsideId = 1000;

struct SlotSetup {
  std::uint64_t outside_id = 0;      // kernel uid and gid of the student's processes; 0: our own
  std::string root;                  // an empty folder of the host, mount point of the jails' root
  std::vector<std::string> join;     // cgroup.procs files to enter (v1)
  std::string clone_into;            // cgroup v2 folder that jails are cloned into; empty: none
  std::vector<std::string> leave;    // cgroup.procs files to go to before removing
  std::vector<std::string> folders;  // cgroup folders to remove if the engine died
};

// For jails that share a network: the network's namespaces come with SlotSetup as descriptors,
// first the network, then, where we are not root, the user namespace that owns it.
struct MakeNetwork {
  std::uint64_t proxy_port = 0;  // a listening socket on loopback there; 0: none
};

// The descriptors of NetworkMade: network, user namespace (if has_user), socket (if has_listener).
struct NetworkMade {
  bool has_user = false;
  bool has_listener = false;
};

struct PlaceSize {
  std::uint64_t bytes = 0;
  std::uint64_t inodes = 0;
};

struct Prepare {
  std::vector<PlaceSize> places;  // kPlaceCount; the program's own sizes come with Program
  std::vector<Mount> mounts;
  std::vector<Mount> writable;  // likewise, but the program may write there
};

struct Program {
  // What the places hold from now on, at most as large as they were prepared. None: as prepared.
  std::vector<PlaceSize> places;
  std::vector<std::string> argv;
  std::vector<std::string> environment;  // "NAME=value"
  std::string working_directory;
  int processor = -1;  // -1: any
  // Paths below a place, outermost first, that the program must not change or move. Only used
  // where the student has the owner's id, so that owners and sticky folders cannot guard them.
  std::vector<std::string> pinned_folders;
  std::vector<std::string> pinned_files;
  std::uint64_t cpu_seconds = 0;
  std::uint64_t processes = 0;
  std::uint64_t descriptors = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t data_bytes = 0;  // RLIMIT_DATA; 0: none, the cgroup limits memory
};

// Why init could not start the program: `step` is ours, `errno_value` the system's. `is_exec` when
// execve itself refused the program.
struct Refused {
  std::string step;
  int errno_value = 0;
  bool is_exec = false;
};

std::string encode(const SlotSetup& setup);
std::string encode(const MakeNetwork& wish);
std::string encode(const NetworkMade& made);
std::string encode(const Prepare& prepare);
std::string encode(const Program& program);
std::string encode(const Refused& refused);
std::string encode(Verb verb);
std::string encode_failed(std::string_view what);
std::string encode_ended(int wait_status);

Verb verb_of(std::string_view bytes);

std::optional<SlotSetup> decode_slot_setup(std::string_view bytes);
std::optional<MakeNetwork> decode_make_network(std::string_view bytes);
std::optional<NetworkMade> decode_network_made(std::string_view bytes);
std::optional<Prepare> decode_prepare(std::string_view bytes);
std::optional<Program> decode_program(std::string_view bytes);
std::optional<Refused> decode_refused(std::string_view bytes);
std::string decode_failed(std::string_view bytes);
int decode_ended(std::string_view bytes);

}  // namespace grader::sandbox
