#include "sandbox/jail_run.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sandbox/capture.h"
#include "sandbox/channel.h"
#include "sandbox/ending.h"
#include "sandbox/folder_loan.h"
#include "sandbox/protocol.h"

namespace grader::sandbox {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// How often counters are read that have no descriptor to wait for.
constexpr milliseconds kLookEvery{10};
constexpr milliseconds kStartPatience{20'000};

struct Pipe {
  Fd reading;
  Fd writing;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return system_error("cannot make a pipe", errno);
  // Ours must not block; the program's end must.
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return Pipe{Fd(ends[0]), Fd(ends[1])};
}

// A descriptor from which the program reads the text: no pipe to feed, and nothing to wait for.
Result<Fd> make_input(const std::string& text) {
  if (text.empty()) {
    Fd none(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!none) return system_error("cannot open /dev/null", errno);
    return none;
  }
  const Fd memory(::memfd_create("stdin", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  std::string_view rest = text;
  while (memory && !rest.empty()) {
    const ssize_t written = ::write(memory.get(), rest.data(), rest.size());
    if (written <= 0) return system_error("cannot keep the standard input", errno);
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  ::fcntl(memory.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
  const std::string path = "/proc/self/fd/" + std::to_string(memory.get());
  Fd reading(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!reading) return system_error("cannot keep the standard input", errno);
  return reading;
}

Program make_program(const Command& command, const FilePlan& plan, const Limits& limits,
                     const Slot& slot, bool memory_is_limited) {
  Program program;
  program.places = plan.sizes;
  program.argv = command.argv;
  for (const auto& [name, value] : command.environment) {
    program.environment.push_back(name + "=" + value);
  }
  program.working_directory = command.working_directory;
  program.processor = command.processor;
  if (slot.student_id() == 0) {
    // Owners cannot tell us from the student here: mounts must.
    for (const auto& [path, node] : plan.nodes) {
      if (!node.pinned) continue;
      (node.kind == PlannedNode::Kind::File ? program.pinned_files : program.pinned_folders)
          .push_back(path);
    }
  }
  // The counter of the whole tree comes first; this is for a host without one.
  program.cpu_seconds = static_cast<std::uint64_t>(limits.cpu.count() / 1000 + 1);
  // Room for init and the slot: the cgroup's counter is the exact one and has to come first, since
  // a fork that is refused here is not counted.
  constexpr std::uint64_t kOurs = 16;
  program.processes = limits.processes + kOurs;
  program.descriptors = limits.descriptors;
  // Above any place, so that a full place is ENOSPC and not a signal.
  program.file_bytes = plan.largest_place + (std::uint64_t{1} << 20);
  // Such a folder has no size of its own: there the signal is what holds.
  if (command.writable_folder) program.file_bytes = command.writable_folder->bytes;
  // Without a cgroup only roughly: V8 maps more than half a gigabyte that it never touches.
  constexpr std::uint64_t kNeverTouched = std::uint64_t{1} << 30;
  program.data_bytes = memory_is_limited ? 0 : limits.memory + kNeverTouched;
  return program;
}

// Watches one running program.
class Watch {
 public:
  // `folder` may be null.
  Watch(Slot& slot, const Limits& limits, const RunOptions& options, PreparedJail& jail,
        const FolderLoan* folder, Fd out, Fd err)
      : slot_(slot),
        limits_(limits),
        options_(options),
        jail_(jail),
        folder_(folder),
        out_(std::move(out)),
        err_(std::move(err)),
        standard_output_(limits.output),
        standard_error_(limits.output) {}

  // Until the program started; an Error where it cannot, unless the fault is the program's own:
  // then the run is over at once.
  Result<void> await_start(const std::string& program_path) {
    const Clock::time_point deadline = Clock::now() + kStartPatience;
    pollfd waits[2] = {{jail_.channel.get(), POLLIN, 0}, {options_.interrupt_fd, POLLIN, 0}};
    for (;;) {
      const milliseconds rest = left_until(deadline);
      if (rest.count() <= 0) return grader_error("the jail does not start its program");
      if (::poll(waits, 2, static_cast<int>(rest.count())) < 0) continue;
      if (waits[1].revents != 0) return interrupted();
      if (waits[0].revents != 0) break;
    }
    const std::optional<Packet> packet = receive_packet(jail_.channel.get());
    if (!packet) {
      // A program can take init along before init has said that it runs.
      const Counters counters = slot_.cgroup().counters();
      if (counters.oom_kills == 0 && counters.refused_forks == 0) {
        return grader_error("the jail ended before its program started");
      }
      started_ = Clock::now();
      died_ = true;
      return {};
    }
    if (verb_of(packet->bytes) == Verb::Started) {
      started_ = Clock::now();
      return {};
    }
    const std::optional<Refused> refused = decode_refused(packet->bytes);
    if (!refused) return grader_error("the jail did not start its program");
    if (!refused->is_exec) return grader_error(refused->step);
    const bool is_students =
        program_path.rfind("/submission/", 0) == 0 || program_path.rfind("/tmp/", 0) == 0;
    if (!is_students) return system_error(refused->step, refused->errno_value);
    // As a shell says it: 127 not found, 126 found but not to be run.
    started_ = Clock::now();
    standard_error_.add(program_path + ": " + std::strerror(refused->errno_value) + "\n");
    seen_.wait_status = (refused->errno_value == ENOENT ? 127 : 126) << 8;
    return {};
  }

  // Until the program ended or met a limit.
  Result<void> watch() {
    while (!is_over()) {
      pollfd waits[] = {{jail_.channel.get(), POLLIN, 0},
                        {out_.get(), POLLIN, 0},
                        {err_.get(), POLLIN, 0},
                        {slot_.control(), POLLIN, 0},
                        {options_.interrupt_fd, POLLIN, 0},
                        {slot_.cgroup().memory_events(), POLLPRI, 0},
                        {slot_.cgroup().process_events(), POLLPRI, 0},
                        {options_.stop_fd, POLLIN, 0}};
      const milliseconds rest = left_until(started_ + limits_.wall);
      const milliseconds patience = std::clamp(rest, milliseconds(0), kLookEvery);
      if (::poll(waits, std::size(waits), static_cast<int>(patience.count())) < 0 &&
          errno != EINTR) {
        return system_error("cannot wait for a jail", errno);
      }
      if (waits[4].revents != 0) return interrupted();
      if (waits[1].revents != 0) drain(out_, standard_output_);
      if (waits[2].revents != 0) drain(err_, standard_error_);
      if (waits[0].revents != 0) read_status();
      // The jail died as a whole, or the slot did: who did it is told by the counters.
      if (waits[3].revents != 0) died_ = true;
      stopped_ = waits[7].revents != 0;
      const bool moved = waits[5].revents != 0 || waits[6].revents != 0;
      const Clock::time_point now = Clock::now();
      if (now - looked_ >= kLookEvery || moved || died_ || stopped_ || seen_.wait_status ||
          is_flooded()) {
        look(now);
      }
    }
    ended_ = Clock::now();
    return {};
  }

  // Everything is dead by now: what is left in the pipes, the last counters, and the verdict.
  Outcome finish(const Command& command) {
    drain_rest(out_, standard_output_);
    drain_rest(err_, standard_error_);
    seen_.output_over = is_flooded();
    const Counters counters = slot_.cgroup().counters();
    // A storm of refused forks eats kernel memory as well: then the processes are the cause.
    const bool storm = counters.refused_forks > limits_.processes;
    seen_.out_of_memory = (counters.oom_kills > 0 || memory_over_) && !storm;
    seen_.fork_refused = counters.refused_forks > 0;
    seen_.place_full = is_a_place_full(jail_.places);

    Outcome outcome;
    outcome.ending = decide_ending(seen_);
    outcome.stopped =
        stopped_ && !seen_.wait_status && !std::holds_alternative<LimitHit>(outcome.ending);
    outcome.usage.wall = std::chrono::duration_cast<milliseconds>(ended_ - started_);
    outcome.usage.cpu = std::chrono::duration_cast<milliseconds>(cpu_);
    outcome.usage.peak_memory = slot_.cgroup().peak_memory();
    outcome.standard_output = standard_output_.take();
    outcome.standard_error = standard_error_.take();
    outcome.out_of_memory =
        seen_.out_of_memory || says_heap_is_full(outcome.ending, outcome.standard_error.head);
    collect_files(command, jail_.places, outcome);
    return outcome;
  }

 private:
  static Error interrupted() { return {Blame::Interrupted, "interrupted", "", ""}; }

  static milliseconds left_until(Clock::time_point deadline) {
    return std::chrono::ceil<milliseconds>(deadline - Clock::now());
  }

  bool is_over() const {
    return seen_.wait_status || died_ || seen_.cpu_over || seen_.wall_over || seen_.folder_over ||
           signs_ || stopped_;
  }

  bool is_flooded() const { return standard_output_.is_over() || standard_error_.is_over(); }

  void look(Clock::time_point now) {
    looked_ = now;
    const Counters counters = slot_.cgroup().counters();
    cpu_ = counters.cpu;
    seen_.cpu_over = counters.cpu > limits_.cpu;
    seen_.wall_over = now - started_ >= limits_.wall;
    const bool is_last = seen_.wait_status || died_;
    if (folder_ != nullptr && (is_last || now >= look_into_folder_)) {
      seen_.folder_over = folder_->is_over([this] { return slot_.cgroup().processes(); });
      // A large one takes its time: at most a tenth of ours.
      look_into_folder_ = now + 10 * (Clock::now() - now);
    }
    memory_over_ = memory_over_ || slot_.cgroup().is_over_memory();
    signs_ =
        is_flooded() || (options_.stop_at_first_sign &&
                         (memory_over_ || counters.oom_kills > 0 || counters.refused_forks > 0));
  }

  void read_status() {
    const std::optional<Packet> packet = receive_packet(jail_.channel.get());
    if (packet && verb_of(packet->bytes) == Verb::Ended) {
      seen_.wait_status = decode_ended(packet->bytes);
    } else {
      died_ = true;
    }
  }

  // What is there now, at most 1 MiB of it: the clock must be looked at in between.
  static void drain(Fd& pipe, CaptureBuffer& buffer) {
    static constexpr int kTurns = 16;
    char bytes[65536];
    for (int turn = 0; turn < kTurns; ++turn) {
      const ssize_t got = ::read(pipe.get(), bytes, sizeof bytes);
      if (got > 0) buffer.add({bytes, static_cast<std::size_t>(got)});
      if (got == 0) pipe.reset();  // poll ignores it from now on
      if (got <= 0 || buffer.is_over()) return;
    }
  }

  // No writer is left, so this ends with what a pipe can hold.
  static void drain_rest(Fd& pipe, CaptureBuffer& buffer) {
    char bytes[65536];
    for (;;) {
      const ssize_t got = pipe ? ::read(pipe.get(), bytes, sizeof bytes) : 0;
      if (got <= 0) return;
      buffer.add({bytes, static_cast<std::size_t>(got)});
    }
  }

  Slot& slot_;
  const Limits& limits_;
  const RunOptions& options_;
  PreparedJail& jail_;
  const FolderLoan* folder_;
  Fd out_, err_;
  CaptureBuffer standard_output_, standard_error_;
  Observed seen_;
  bool died_ = false;
  bool stopped_ = false;
  bool memory_over_ = false;
  bool signs_ = false;  // of a limit: the run is over
  std::chrono::microseconds cpu_{0};
  Clock::time_point started_, ended_, looked_, look_into_folder_;
};

}  // namespace

Prepare make_prepare(const Command& command, const FilePlan& plan) {
  // One size for nearly all, so that a jail that stands already fits. Only we write by it.
  constexpr PlaceSize kRoomy{std::uint64_t{1} << 30, std::uint64_t{1} << 18};
  Prepare prepare{std::vector<PlaceSize>(kPlaceCount, kRoomy), command.mounts, {}};
  for (std::size_t i = 0; i < plan.sizes.size(); ++i) {
    prepare.places[i].bytes = std::max(kRoomy.bytes, plan.sizes[i].bytes);
    prepare.places[i].inodes = std::max(kRoomy.inodes, plan.sizes[i].inodes);
  }
  if (const auto& folder = command.writable_folder) {
    prepare.writable = {{folder->source, folder->target}};
  }
  return prepare;
}

Result<Outcome> run_jail(Slot& slot, const Command& command, const FilePlan& plan,
                         const Limits& limits, const RunOptions& options) {
  if (Result<void> begun = slot.cgroup().begin(limits); !begun) return begun.error();
  std::optional<FolderLoan> folder;
  if (command.writable_folder) {
    Result<FolderLoan> given = FolderLoan::give(*command.writable_folder, slot.student_id());
    if (!given) return given.error();
    folder.emplace(std::move(*given));
  }
  Result<PreparedJail> jail = slot.prepare(make_prepare(command, plan));
  if (!jail) return jail.error();
  if (Result<void> done = write_files(plan, jail->places, slot.student_id()); !done) {
    return done.error();
  }
  Result<Pipe> out = make_pipe(), err = make_pipe();
  Result<Fd> input = make_input(command.standard_input);
  if (!out) return out.error();
  if (!err) return err.error();
  if (!input) return input.error();

  const Program program = make_program(command, plan, limits, slot, slot.cgroup().limits_memory());
  Watch watch(slot, limits, options, *jail, folder ? &*folder : nullptr, std::move(out->reading),
              std::move(err->reading));
  std::vector<int> descriptors{input->get(), out->writing.get(), err->writing.get()};
  descriptors.insert(descriptors.end(), command.descriptors.begin(), command.descriptors.end());
  // Where init is gone already, it has left a word why.
  send_packet(jail->channel.get(), encode(program), descriptors);
  input->reset();
  out->writing.reset();
  err->writing.reset();
  if (Result<void> started = watch.await_start(command.argv.front()); !started) {
    return started.error();
  }
  // Beyond this point the program is the student's: what happens is an Outcome.
  if (options.started != nullptr) *options.started = true;
  if (Result<void> watched = watch.watch(); !watched) return watched.error();
  // Also for what the slot does next: the kernel frees a jail's memory in its own time.
  if (slot.cgroup().is_crowded()) slot.cgroup().lift_memory_limit();
  if (Result<void> ended = slot.end_jail(); !ended) {
    // A slot that sits in the same cgroup may have been killed for what the program took.
    const bool is_programs = slot.is_gone() && slot.cgroup().counters().oom_kills > 0;
    if (!is_programs || !slot.cgroup().kill_all()) return ended.error();
  }
  return watch.finish(command);
}

}  // namespace grader::sandbox
