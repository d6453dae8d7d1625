// Detached mounts: made out of sight, given their flags, then put into place.
#pragma once

#include <cstdint>
#include <string>

#include "grader/base/fd.h"
#include "grader/base/result.h"

namespace grader::sandbox::jailer {

// A new tmpfs that is nowhere yet: nosuid, nodev, owned by the caller, with mode 1777.
Result<Fd> make_tmpfs(std::uint64_t bytes, std::uint64_t inodes);

// Gives the tmpfs that is mounted at `path` another size, not below what it holds.
Result<void> resize_tmpfs(const std::string& path, std::uint64_t bytes, std::uint64_t inodes);

// What the jail may do with a copy of a host folder.
enum class Copy {
  Files,    // read-only, nosuid, nodev
  Devices,  // read-only, nosuid, noexec: for device nodes
  Scratch,  // writable, nosuid, nodev, noexec
};

// A detached copy of what is mounted at `path` (a folder with all below it, or one file).
Result<Fd> copy_tree(const std::string& path, Copy how);

// Puts a detached mount at `target`, which exists.
Result<void> attach(const Fd& mount, const std::string& target);

// Makes what is mounted at `path` read-only (not what is mounted below it).
Result<void> make_read_only(const std::string& path);

Result<void> make_folder(const std::string& path, unsigned mode = 0755);
Result<void> make_file(const std::string& path, const std::string& content);

}  // namespace grader::sandbox::jailer
