#include "sandbox/cgroup.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <limits>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/text.h"

namespace grader::sandbox {
namespace {

std::string read_fd(int fd) {
  char text[4096];
  const ssize_t size = ::pread(fd, text, sizeof text, 0);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

std::string read_path(const std::string& path) {
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  return file ? read_fd(file.get()) : std::string();
}

bool write_to(const std::string& path, std::string_view text) {
  const Fd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

std::uint64_t number_in(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// The number behind `key` in lines of "key number".
std::uint64_t number_of(std::string_view text, std::string_view key) {
  for (const std::string_view line : lines_of(text)) {
    if (line.size() > key.size() && line.substr(0, key.size()) == key && line[key.size()] == ' ') {
      return number_in(line.substr(key.size() + 1));
    }
  }
  return 0;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool has(std::string_view list, std::string_view word, char separator) {
  for (const std::string_view part : split(trim(list), separator)) {
    if (part == word) return true;
  }
  return false;
}

// Our path within a hierarchy, for its controller, or for v2 with "".
std::string_view own_path(std::string_view self_cgroup, std::string_view controller) {
  for (const std::string_view line : lines_of(self_cgroup)) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    if (controller.empty() ? controllers.empty() : has(controllers, controller, ',')) {
      return line.substr(second + 1);
    }
  }
  return {};
}

// The folder of `path` under a mount that shows the hierarchy from `root` on.
std::string folder_under(std::string_view mount_point, std::string_view root,
                         std::string_view path) {
  if (root != "/" && path.substr(0, root.size()) == root) path.remove_prefix(root.size());
  std::string folder(mount_point);
  if (path != "/" && !path.empty()) folder += path;
  return folder;
}

bool may_make_folders_in(const std::string& folder) {
  return !folder.empty() && ::access(folder.c_str(), W_OK | X_OK) == 0;
}

// Where those go that would be in the way of a delegated folder's children.
std::string aside_of(const std::string& folder) {
  return folder + "/" + std::string(kCgroupPrefix) + "engine";
}

enum class StepAside { OnlyWe, Everybody };

// Whether `folder` gives its children the controllers that we need, after trying to. A folder with
// processes cannot: in a delegated one (a scope, a service, a container) they step aside.
bool offers_memory_and_pids(const std::string& folder, StepAside who) {
  const auto enabled = [&] {
    const std::string list = read_path(folder + "/cgroup.subtree_control");
    return has(list, "memory", ' ') && has(list, "pids", ' ');
  };
  if (enabled()) return true;
  const std::string controllers = read_path(folder + "/cgroup.controllers");
  if (!has(controllers, "memory", ' ') || !has(controllers, "pids", ' ')) return false;
  write_to(folder + "/cgroup.subtree_control", "+memory +pids");
  if (enabled()) return true;
  const std::string processes = read_path(folder + "/cgroup.procs");
  if (who == StepAside::OnlyWe && trim(processes) != std::to_string(::getpid())) return false;
  const std::string aside = aside_of(folder);
  ::mkdir(aside.c_str(), 0755);
  for (const std::string_view process : lines_of(processes)) {
    write_to(aside + "/cgroup.procs", process);
  }
  write_to(folder + "/cgroup.subtree_control", "+memory +pids");
  return enabled();
}

// What the kernel's limit has above ours, for pages of files: the code of Node or Chromium that
// runs again and again is less.
constexpr std::uint64_t kRoomForFiles = std::uint64_t{64} << 20;

// How long processes that were killed may take to be gone.
constexpr int kEmptyTurns = 200;
constexpr int kEmptyTurn = 5;  // ms

void kill_in(const std::string& folder) {
  const std::string processes = read_path(folder + "/cgroup.procs");
  for (const std::string_view line : lines_of(processes)) {
    if (const std::uint64_t pid = number_in(line); pid > 1) {
      ::kill(static_cast<pid_t>(pid), SIGKILL);
    }
  }
}

}  // namespace

CgroupParents parse_cgroups(std::string_view self_cgroup, std::string_view mountinfo) {
  CgroupParents parents;
  for (const std::string_view line : lines_of(mountinfo)) {
    // "36 35 98:0 /root /mount/point options [fields] - type source super-options"
    const std::size_t dash = line.find(" - ");
    if (dash == std::string_view::npos) continue;
    const std::vector<std::string_view> front = split(line.substr(0, dash), ' ');
    const std::vector<std::string_view> back = split(line.substr(dash + 3), ' ');
    if (front.size() < 6 || back.size() < 3) continue;
    const auto place = [&](std::string_view controller, std::string& folder) {
      const std::string_view path = own_path(self_cgroup, controller);
      if (!path.empty() && folder.empty()) folder = folder_under(front[4], front[3], path);
    };
    if (back[0] == "cgroup2") place("", parents.unified);
    if (back[0] != "cgroup") continue;
    if (has(back[2], "memory", ',')) place("memory", parents.memory);
    if (has(back[2], "pids", ',')) place("pids", parents.pids);
    if (has(back[2], "cpuacct", ',')) place("cpuacct", parents.cpu);
  }
  return parents;
}

CgroupParents find_cgroups() {
  Result<std::string> mountinfo = read_file("/proc/self/mountinfo");
  CgroupParents parents =
      parse_cgroups(read_path("/proc/self/cgroup"), mountinfo ? *mountinfo : std::string());
  for (std::string* folder : {&parents.memory, &parents.pids, &parents.cpu}) {
    if (!may_make_folders_in(*folder)) folder->clear();
  }
  if (!parents.unified.empty() && (parents.memory.empty() || parents.pids.empty())) {
    // Where an earlier run of ours stepped aside, the folder above is the delegated one.
    const std::filesystem::path own = parents.unified;
    const std::string delegated =
        aside_of(own.parent_path()) == parents.unified ? own.parent_path() : own;
    std::string top = parents.unified;
    while (::access((std::filesystem::path(top).parent_path() / "cgroup.procs").c_str(), F_OK) ==
           0) {
      top = std::filesystem::path(top).parent_path();
    }
    // Others are moved only where nothing else helps: not out of a login session while the root of
    // what we see, which has no such rule, is ours.
    const std::pair<std::string, StepAside> places[] = {{delegated, StepAside::OnlyWe},
                                                        {top, StepAside::OnlyWe},
                                                        {delegated, StepAside::Everybody}};
    for (const auto& [folder, who] : places) {
      if (!may_make_folders_in(folder) || !offers_memory_and_pids(folder, who)) continue;
      parents.unified = folder;
      parents.memory_is_v2 = parents.memory.empty();
      parents.pids_is_v2 = parents.pids.empty();
      break;
    }
  }
  // CPU time alone is everywhere in v2.
  const bool needs_v2 = parents.memory_is_v2 || parents.pids_is_v2 || parents.cpu.empty();
  if (!needs_v2 || !may_make_folders_in(parents.unified)) parents.unified.clear();
  return parents;
}

std::vector<std::string> slot_folders(const CgroupParents& parents, const std::string& name) {
  std::vector<std::string> folders;
  for (const std::string& parent : {parents.unified, parents.memory, parents.pids, parents.cpu}) {
    if (!parent.empty()) folders.push_back(parent + "/" + std::string(kCgroupPrefix) + name);
  }
  return folders;
}

Result<SlotCgroup> SlotCgroup::create(const CgroupParents& parents, const std::string& name) {
  SlotCgroup cgroup;
  // What a slot of this name left behind, if anything.
  for (const std::string& folder : slot_folders(parents, name)) {
    if (!remove_stale_cgroups({folder})) {
      return grader_error("a cgroup cannot be emptied", folder,
                          "its processes are stuck in the kernel");
    }
  }
  const auto make = [&](const std::string& parent) -> Result<std::string> {
    const std::string folder = parent + "/" + std::string(kCgroupPrefix) + name;
    if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) {
      Error error = system_error("cannot make a cgroup", errno, folder);
      cgroup.remove();
      return error;
    }
    cgroup.folders_.push_back(folder);
    return folder;
  };
  const auto open_file = [](const std::string& folder, const char* file, int how = O_RDONLY) {
    return Fd(::open((folder + "/" + file).c_str(), how | O_CLOEXEC));
  };
  // v1 hierarchies may be mounted together.
  std::vector<std::string> made;
  const auto enter_v1 = [&](const std::string& parent) -> Result<std::string> {
    Result<std::string> folder = make(parent);
    if (!folder) return folder;
    struct stat facts {};
    ::stat(folder->c_str(), &facts);
    const std::string inode = std::to_string(facts.st_dev) + ":" + std::to_string(facts.st_ino);
    for (const std::string& known : made) {
      if (known == inode) return folder;
    }
    made.push_back(inode);
    cgroup.join_.push_back(*folder + "/cgroup.procs");
    cgroup.leave_.push_back(parent + "/cgroup.procs");
    return folder;
  };

  if (!parents.unified.empty()) {
    Result<std::string> folder = make(parents.unified);
    if (!folder) return folder.error();
    cgroup.unified_ = *folder;
    if (parents.cpu.empty()) {
      cgroup.cpu_ = open_file(*folder, "cpu.stat");
      cgroup.cpu_is_v2_ = true;
    }
  }
  if (!parents.memory.empty()) {
    Result<std::string> folder = enter_v1(parents.memory);
    if (!folder) return folder.error();
    cgroup.memory_ = *folder;
    cgroup.oom_ = open_file(*folder, "memory.oom_control");
    cgroup.peak_ = open_file(*folder, "memory.max_usage_in_bytes", O_RDWR);
    cgroup.usage_ = open_file(*folder, "memory.usage_in_bytes");
    cgroup.sockets_ = open_file(*folder, "memory.kmem.tcp.usage_in_bytes");
  } else if (parents.memory_is_v2) {
    cgroup.memory_ = cgroup.unified_;
    cgroup.memory_is_v2_ = true;
    cgroup.oom_ = open_file(cgroup.unified_, "memory.events");
    cgroup.peak_ = open_file(cgroup.unified_, "memory.peak", O_RDWR);
    if (!cgroup.peak_) cgroup.peak_ = open_file(cgroup.unified_, "memory.peak");
    cgroup.usage_ = open_file(cgroup.unified_, "memory.current");
  }
  if (!parents.pids.empty()) {
    Result<std::string> folder = enter_v1(parents.pids);
    if (!folder) return folder.error();
    cgroup.pids_ = *folder;
    cgroup.forks_ = open_file(*folder, "pids.events");
  } else if (parents.pids_is_v2) {
    cgroup.pids_ = cgroup.unified_;
    cgroup.forks_ = open_file(cgroup.unified_, "pids.events");
  }
  if (!parents.cpu.empty()) {
    Result<std::string> folder = enter_v1(parents.cpu);
    if (!folder) return folder.error();
    cgroup.cpu_ = open_file(*folder, "cpuacct.usage");
  }
  return cgroup;
}

Result<void> SlotCgroup::begin(const Limits& limits) {
  wait_for_freed_memory(limits.memory);
  if (limits_memory() && memory_limit_ != limits.memory) {
    const std::string bytes = std::to_string(limits.memory + kRoomForFiles);
    bool set = false;
    if (memory_is_v2_) {
      set = write_to(memory_ + "/memory.max", bytes);
      write_to(memory_ + "/memory.swap.max", "0");
    } else {
      // Memory alone may never be above memory with swap, at no moment.
      const bool raises = memory_limit_ != 0 && limits.memory > memory_limit_;
      const std::string alone = memory_ + "/memory.limit_in_bytes";
      const std::string with_swap = memory_ + "/memory.memsw.limit_in_bytes";
      if (raises) write_to(with_swap, bytes);
      set = write_to(alone, bytes);
      if (set && !raises) write_to(with_swap, bytes);
      // What lies in TCP and UDP sockets is counted apart here, and not at all without a limit.
      write_to(memory_ + "/memory.kmem.tcp.limit_in_bytes", std::to_string(limits.memory));
      // For a host that does not count swap: what is swapped out would be held beyond the limit.
      write_to(memory_ + "/memory.swappiness", "0");
    }
    if (!set) return system_error("cannot set the memory limit", errno, memory_);
    memory_limit_ = limits.memory;
  }
  // Not the student's: init, and in v1 the slot itself.
  const std::uint64_t processes = limits.processes + (join_.empty() ? 1u : 2u);
  if (limits_processes() && process_limit_ != processes) {
    if (!write_to(pids_ + "/pids.max", std::to_string(processes))) {
      return system_error("cannot set the process limit", errno, pids_);
    }
    process_limit_ = processes;
  }
  if (peak_ && ::pwrite(peak_.get(), "0", 1, 0) != 1) {
    // Before 6.12 v2 cannot reset it: then it is the highest of all jails of this slot.
  }
  usage_mark_ = usage_ ? number_in(read_fd(usage_.get())) : 0;
  mark_ = absolute();
  return {};
}

void SlotCgroup::wait_for_freed_memory(std::uint64_t limit) const {
  constexpr int kTurns = 2'000;  // of a millisecond
  for (int turn = 0; usage_ && turn < kTurns; ++turn) {
    const std::uint64_t usage = number_in(read_fd(usage_.get())) + sockets();
    if (usage <= limit / 4 || held_memory() <= limit / 4) return;
    ::poll(nullptr, 0, 1);
  }
}

std::uint64_t SlotCgroup::held_memory() const {
  const std::string stat = read_path(memory_ + "/memory.stat");
  const std::uint64_t kernel =
      memory_is_v2_ ? number_of(stat, "kernel") + number_of(stat, "sock")
                    : number_in(read_path(memory_ + "/memory.kmem.usage_in_bytes")) + sockets();
  return number_of(stat, "shmem") + number_of(stat, memory_is_v2_ ? "anon" : "rss") + kernel;
}

std::uint64_t SlotCgroup::sockets() const {
  return sockets_ ? number_in(read_fd(sockets_.get())) : 0;
}

bool SlotCgroup::is_over_memory() const {
  return usage_ && number_in(read_fd(usage_.get())) + sockets() > memory_limit_ &&
         held_memory() > memory_limit_;
}

Counters SlotCgroup::absolute() const {
  Counters counters;
  if (oom_) counters.oom_kills = number_of(read_fd(oom_.get()), "oom_kill");
  if (forks_) counters.refused_forks = number_of(read_fd(forks_.get()), "max");
  if (cpu_) {
    const std::string text = read_fd(cpu_.get());
    const std::uint64_t micro = cpu_is_v2_ ? number_of(text, "usage_usec") : number_in(text) / 1000;
    counters.cpu = std::chrono::microseconds(micro);
  }
  return counters;
}

Counters SlotCgroup::counters() const {
  Counters now = absolute();
  now.oom_kills -= mark_.oom_kills;
  now.refused_forks -= mark_.refused_forks;
  now.cpu -= mark_.cpu;
  return now;
}

std::uint64_t SlotCgroup::peak_memory() const {
  const std::uint64_t peak = peak_ ? number_in(read_fd(peak_.get())) : 0;
  return peak > usage_mark_ ? peak - usage_mark_ : 0;
}

void SlotCgroup::lift_memory_limit() {
  if (!limits_memory()) return;
  if (memory_is_v2_) {
    write_to(memory_ + "/memory.max", "max");
  } else {
    write_to(memory_ + "/memory.memsw.limit_in_bytes", "-1");
    write_to(memory_ + "/memory.limit_in_bytes", "-1");
  }
  memory_limit_ = 0;
}

std::vector<pid_t> SlotCgroup::processes() const {
  std::vector<pid_t> processes;
  if (folders_.empty()) return processes;
  const std::string listed = read_path(folders_.front() + "/cgroup.procs");
  for (const std::string_view line : lines_of(listed)) {
    processes.push_back(static_cast<pid_t>(number_in(line)));
  }
  return processes;
}

bool SlotCgroup::is_empty_but_for(int slot) const {
  for (const std::string& folder : folders_) {
    const std::string processes = read_path(folder + "/cgroup.procs");
    for (const std::string_view line : lines_of(processes)) {
      if (number_in(line) != static_cast<std::uint64_t>(slot)) return false;
    }
  }
  return true;
}

bool SlotCgroup::remove() {
  if (!remove_stale_cgroups(folders_)) return false;
  folders_.clear();
  return true;
}

bool SlotCgroup::is_crowded() const {
  return counters().oom_kills > 0 ||
         (usage_ && number_in(read_fd(usage_.get())) > memory_limit_ / 2);
}

bool SlotCgroup::kill_all() const {
  for (int turn = 0; turn < kEmptyTurns; ++turn) {
    for (const std::string& folder : folders_) kill_in(folder);
    if (is_empty_but_for(0)) return true;
    ::poll(nullptr, 0, kEmptyTurn);
  }
  return false;
}

bool remove_stale_cgroups(const std::vector<std::string>& folders) {
  bool all_gone = true;
  for (const std::string& folder : folders) {
    const std::string name = std::filesystem::path(folder).filename();
    if (name.substr(0, kCgroupPrefix.size()) != kCgroupPrefix) continue;
    bool gone = false;
    for (int turn = 0; turn < kEmptyTurns && !gone; ++turn) {
      kill_in(folder);
      gone = ::rmdir(folder.c_str()) == 0 || errno == ENOENT;
      // Nothing that time would help against.
      if (!gone && errno != EBUSY) break;
      if (!gone) ::poll(nullptr, 0, kEmptyTurn);
    }
    all_gone = all_gone && gone;
  }
  return all_gone;
}

}  // namespace grader::sandbox
