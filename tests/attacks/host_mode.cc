// Runs a program as if on another kind of host:
//
//   host_mode MODE command...
//
// Everything is undone when the program ends. Exit code 77 where this host cannot play that mode.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <grp.h>
#include <linux/sched.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int kCannot = 77;
constexpr unsigned kUser = 54'321;

[[noreturn]] void give_up(const std::string& what) {
  std::perror(what.c_str());
  std::exit(kCannot);
}

struct MountPoint {
  std::string path, type, options;
};

std::vector<MountPoint> cgroup_mounts() {
  std::vector<MountPoint> found;
  std::ifstream table("/proc/self/mounts");
  for (std::string line; std::getline(table, line);) {
    std::istringstream words(line);
    std::string device;
    MountPoint mount;
    words >> device >> mount.path >> mount.type >> mount.options;
    if (mount.type == "cgroup" || mount.type == "cgroup2") found.push_back(mount);
  }
  return found;
}

void own_mounts() {
  if (::unshare(CLONE_NEWNS) != 0 ||
      ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    give_up("mounts of its own");
  }
}

// Hides the hierarchies of that type, or all.
void without_cgroups(const std::string& type) {
  own_mounts();
  for (const MountPoint& mount : cgroup_mounts()) {
    if ((type.empty() || mount.type == type) && ::umount2(mount.path.c_str(), MNT_DETACH) != 0) {
      give_up(mount.path);
    }
  }
}

void read_only_cgroups() {
  own_mounts();
  for (const MountPoint& mount : cgroup_mounts()) {
    if (::mount(nullptr, mount.path.c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) !=
        0) {
      give_up(mount.path);
    }
  }
}

// As containers hide parts of /proc.
void masked_proc() {
  own_mounts();
  if (::mount("/dev/null", "/proc/kcore", nullptr, MS_BIND, nullptr) != 0) give_up("/proc/kcore");
}

void add(scmp_filter_ctx filter, const char* name, int failure) {
  const int call = ::seccomp_syscall_resolve_name(name);
  if (call >= 0) {
    ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(static_cast<unsigned>(failure)), call, 0);
  }
}

// Flags of clone and unshare that are refused.
void refuse_namespaces(scmp_filter_ctx filter, std::initializer_list<unsigned> flags) {
  for (const char* name : {"clone", "unshare"}) {
    for (const unsigned flag : flags) {
      const scmp_arg_cmp has{0, SCMP_CMP_MASKED_EQ, flag, flag};
      ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), ::seccomp_syscall_resolve_name(name), 1,
                         has);
    }
  }
}

void without_user_namespaces() {
  const scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
  refuse_namespaces(filter, {CLONE_NEWUSER});
  if (::seccomp_load(filter) != 0) give_up("filter");
}

// What Docker's own filter refuses to root of a container.
void in_a_container() {
  const scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
  refuse_namespaces(filter, {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC,
                             CLONE_NEWUTS, CLONE_NEWCGROUP});
  add(filter, "clone3", ENOSYS);
  for (const char* name : {"mount",           "umount2",       "pivot_root",
                           "setns",           "fsopen",        "fsconfig",
                           "fsmount",         "fspick",        "open_tree",
                           "move_mount",      "mount_setattr", "bpf",
                           "keyctl",          "add_key",       "request_key",

                           "perf_event_open", "userfaultfd",   "open_by_handle_at",
                           "swapon",          "reboot",        "kexec_load",
                           "init_module",     "settimeofday",  "acct",
                           "quotactl"}) {
    add(filter, name, EPERM);
  }
  if (::seccomp_load(filter) != 0) give_up("filter");
}

// Other users can go to the program, wherever the tree lies: the first folder on the way that they
// may not enter is replaced, for us alone, by one that holds nothing but the way.
void open_the_way_to(const std::string& tree) {
  namespace fs = std::filesystem;
  fs::path closed;
  for (const fs::path& part : fs::path(tree)) {
    closed /= part;
    struct stat facts {};
    if (::stat(closed.c_str(), &facts) != 0) give_up(closed);
    if ((facts.st_mode & S_IXOTH) == 0) break;
    if (closed == tree) return;
  }
  own_mounts();
  const int kept = ::open(tree.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (::mount("tmpfs", closed.c_str(), "tmpfs", 0, "mode=755") != 0) give_up(closed);
  std::error_code failed;
  fs::create_directories(tree, failed);
  const std::string source = "/proc/self/fd/" + std::to_string(kept);
  if (::mount(source.c_str(), tree.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0) give_up(tree);
}

// Where the user may keep scratch files, whoever's TMPDIR we were started with.
std::string temporary_folder() {
  std::string folder = "/tmp/grader-host-mode-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr || ::chown(folder.c_str(), kUser, kUser) != 0) {
    give_up(folder);
  }
  return folder;
}

void become_user(const std::string& scratch) {
  open_the_way_to(SOURCE_TREE);
  ::setenv("TMPDIR", scratch.c_str(), 1);
  ::setenv("HOME", "/nonexistent", 1);
  ::unsetenv("XDG_RUNTIME_DIR");
  if (::setgroups(0, nullptr) != 0 || ::setresgid(kUser, kUser, kUser) != 0 ||
      ::setresuid(kUser, kUser, kUser) != 0) {
    give_up("another user");
  }
}

// In a chroot, for instance, an ordinary user may not make one.
void need_user_namespaces() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(::unshare(CLONE_NEWUSER) == 0 ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (status != 0) give_up("user namespaces");
}

// Folders of the user's own in the v1 hierarchies, as a delegation gives them.
std::vector<std::string> delegate() {
  std::vector<std::string> folders;
  std::ifstream table("/proc/self/cgroup");
  for (std::string line; std::getline(table, line);) {
    const std::size_t first = line.find(':'), second = line.find(':', first + 1);
    const std::string controllers = line.substr(first + 1, second - first - 1);
    for (const MountPoint& mount : cgroup_mounts()) {
      for (const std::string wanted : {"memory", "pids", "cpuacct"}) {
        if (mount.type != "cgroup" ||
            ("," + mount.options + ",").find("," + wanted + ",") == std::string::npos) {
          continue;
        }
        if (("," + controllers + ",").find("," + wanted + ",") == std::string::npos) continue;
        const std::string folder = mount.path + line.substr(second + 1) + "/grader-of-a-user-" +
                                   std::to_string(::getpid());
        if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) give_up(folder);
        if (::chown(folder.c_str(), kUser, kUser) != 0 ||
            ::chown((folder + "/cgroup.procs").c_str(), kUser, kUser) != 0) {
          give_up(folder);
        }
        folders.push_back(folder);
      }
    }
  }
  if (folders.size() < 3) give_up("v1 hierarchies");
  return folders;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string mode = argv[1];
  if (::geteuid() != 0) give_up("root");
  std::vector<std::string> folders;
  if (mode == "user-with-cgroups") folders = delegate();
  const bool as_user = mode == "user" || mode == "user-with-cgroups";
  const std::string scratch = as_user ? temporary_folder() : "";
  const pid_t child = ::fork();
  if (child == 0) {
    for (const std::string& folder : folders) {
      std::ofstream(folder + "/cgroup.procs") << ::getpid();
    }
    if (as_user) become_user(scratch);
    if (mode == "user-with-cgroups") need_user_namespaces();
    if (mode == "no-cgroups") without_cgroups("");
    if (mode == "v1-only") without_cgroups("cgroup2");
    if (mode == "v2-without-controllers") without_cgroups("cgroup");
    if (mode == "read-only-cgroups") read_only_cgroups();
    if (mode == "masked-proc") masked_proc();
    if (mode == "no-user-namespaces") without_user_namespaces();
    if (mode == "container") in_a_container();
    ::execvp(argv[2], argv + 2);
    give_up(argv[2]);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  for (const std::string& folder : folders) {
    for (int turn = 0; turn < 200 && ::rmdir(folder.c_str()) != 0 && errno == EBUSY; ++turn) {
      ::usleep(10'000);
    }
  }
  std::error_code ignored;
  if (as_user) std::filesystem::remove_all(scratch, ignored);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
