#include "sandbox/slot_lease.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/text.h"
#include "sandbox/cgroup.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;

Result<void> make_private(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return system_error("cannot make the run folder", errno, folder.string());
  }
  struct stat facts {};
  if (::lstat(folder.c_str(), &facts) != 0 || !S_ISDIR(facts.st_mode) ||
      facts.st_uid != ::geteuid() || (facts.st_mode & 0022) != 0) {
    return grader_error("the run folder is not ours alone", folder.string(),
                        "remove it, or set XDG_RUNTIME_DIR to a folder of your own");
  }
  return {};
}

std::vector<std::string> recorded(int fd) {
  char text[8192];
  const ssize_t size = ::pread(fd, text, sizeof text, 0);
  std::vector<std::string> folders;
  if (size <= 0) return folders;
  for (const std::string_view line : lines_of({text, static_cast<std::size_t>(size)})) {
    folders.emplace_back(line);
  }
  return folders;
}

// Removes what killed graders left in slots that nobody has taken since; what stays is told.
std::vector<StuckSlot> sweep(const fs::path& run_directory, std::uint32_t but) {
  std::vector<StuckSlot> stuck;
  for (std::uint32_t number = 0; number < kStudentIds; ++number) {
    const fs::path file = run_directory / ("slot-" + std::to_string(number));
    // Numbers are taken from the lowest on, so the first that never was is the end.
    struct stat facts {};
    if (::lstat(file.c_str(), &facts) != 0) break;
    if (number == but || facts.st_size == 0) continue;
    const Fd lock(::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    if (!lock || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) continue;
    std::vector<std::string> folders = recorded(lock.get());
    if (remove_stale_cgroups(folders)) {
      if (::ftruncate(lock.get(), 0) != 0) break;
      continue;
    }
    std::erase_if(folders,
                  [](const std::string& folder) { return ::access(folder.c_str(), F_OK) != 0; });
    stuck.push_back({number, std::move(folders)});
  }
  return stuck;
}

}  // namespace

Result<fs::path> run_directory() {
  std::vector<fs::path> choices;
  if (::geteuid() == 0) {
    choices.push_back("/run/grader");
  } else if (const char* given = std::getenv("XDG_RUNTIME_DIR");
             given != nullptr && *given == '/') {
    choices.push_back(fs::path(given) / "grader");
  }
  choices.push_back("/tmp/grader-run-" + std::to_string(::geteuid()));
  Error last;
  for (const fs::path& folder : choices) {
    Result<void> made = make_private(folder);
    if (made) made = make_private(folder / "root");
    if (made) return folder;
    last = made.error();
  }
  return last;
}

Result<SlotLease> SlotLease::take(const fs::path& run_directory) {
  for (std::uint32_t number = 0; number < kStudentIds; ++number) {
    const fs::path file = run_directory / ("slot-" + std::to_string(number));
    SlotLease lease;
    lease.number_ = number;
    lease.lock_ = Fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!lease.lock_) return system_error("cannot open a lock file", errno, file.string());
    if (::flock(lease.lock_.get(), LOCK_EX | LOCK_NB) != 0) continue;
    // Out of use for as long as something of it is stuck: it has the student's ids of this number.
    if (!remove_stale_cgroups(recorded(lease.lock_.get()))) continue;
    lease.record({});
    sweep(run_directory, number);
    return lease;
  }
  return grader_error("all slots of this machine are in use", run_directory.string(),
                      "are other graders running?");
}

std::vector<StuckSlot> stuck_slots(const fs::path& run_directory) {
  return sweep(run_directory, kStudentIds);
}

void SlotLease::record(const std::vector<std::string>& cgroup_folders) {
  std::string text;
  for (const std::string& folder : cgroup_folders) text += folder + "\n";
  // A record that cannot be written only means that a crash leaves an empty cgroup behind.
  if (::ftruncate(lock_.get(), 0) == 0 &&
      ::pwrite(lock_.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
    return;
  }
}

}  // namespace grader::sandbox
