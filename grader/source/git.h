// libgit2's handles as owning pointers, and its errors as ours. Internal to this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "grader/base/result.h"

// libgit2's types, opaque here: its headers stay in .cc files.
struct git_commit;
struct git_odb;
struct git_odb_object;
struct git_oid;
struct git_reference;
struct git_remote;
struct git_repository;
struct git_tree;

namespace grader::source {

struct GitFree {
  void operator()(git_commit*) const;
  void operator()(git_odb*) const;
  void operator()(git_odb_object*) const;
  void operator()(git_reference*) const;
  void operator()(git_remote*) const;
  void operator()(git_repository*) const;
  void operator()(git_tree*) const;
};
template <class T>
using Git = std::unique_ptr<T, GitFree>;

// Starts the library once, with bounded caches, no owner validation (the operator named the
// place) and none of the host's git configuration: `url.insteadOf` would turn an allowed address
// into another one. It cannot connect to anything. An Error where the
// library cannot start.
Result<void> start_git();

// What libgit2 1.5 forgets to free while this lives is no finding of the leak sanitizer.
class ForgivenLeaks {
 public:
  ForgivenLeaks();
  ~ForgivenLeaks();
  ForgivenLeaks(const ForgivenLeaks&) = delete;
  ForgivenLeaks& operator=(const ForgivenLeaks&) = delete;
};

// What libgit2 said last on this thread, on one line; "unknown error" if nothing.
std::string git_said();

// Whether the last error of this thread is about a missing or damaged object.
bool git_lost_an_object();

// 40 lower-case hex digits.
std::string hex(const git_oid& id);
git_oid from_hex(std::string_view id);  // only for what is_commit_id() takes
bool is_commit_id(std::string_view text);

// "1,234,567"
std::string grouped(std::uint64_t number);
// "512 bytes", "3.4 MiB"
std::string bytes_text(std::uint64_t bytes);

}  // namespace grader::source
