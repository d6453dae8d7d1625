// What a jail could leave on this machine, as far as a test can see it.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <poll.h>

namespace grader::sandbox {

// Processes whose arguments contain `token`.
std::vector<int> processes_with(const std::string& token);
// Folders below /sys/fs/cgroup whose name begins with `name`.
std::vector<std::string> cgroups_named(const std::string& name);
std::vector<int> children_of(int pid);
std::size_t open_descriptors();
// The mounts of this process's namespace.
std::string mounts();

// Whether `holds` becomes true within five seconds.
template <class Predicate>
bool soon(Predicate holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    ::poll(nullptr, 0, 2);
  }
  return true;
}

}  // namespace grader::sandbox
