// The file system of a jail, as it sees it.
//
//   /            tmpfs of its own, read-only
//   /usr         the host's, read-only, with the bin, lib, ... links of the host
//   /etc         our passwd, group, hosts, hostname; the host's ld.so.cache, alternatives, fonts,
//   ssl /dev         null, zero, full, random, urandom and the usual links; /dev/shm /proc its own
//   processes only, read-only /submission /tmp /results   a tmpfs each, writable and the mounts of
//   the command, read-only but for its writable folder. Nothing else; no /sys, no terminal.
#pragma once

#include <string>
#include <vector>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "sandbox/protocol.h"

namespace grader::sandbox::jailer {

// Once for a slot, in its own mount namespace: what all its jails share, below `root`.
Result<void> make_template(const std::string& root, unsigned student_id);

// A mount of the command below a writable place: its target is made by the engine, so it waits.
struct LateMount {
  Fd tree;
  std::string target;
};

struct EnteredRoot {
  std::vector<LateMount> late;  // what must wait for the files
  Fd wall;                      // see file_wall.h
};

// In the jail's fresh mount, pid and network namespaces: builds the tree and makes it "/". `places`
// are detached mounts in the order of kPlaces.
Result<EnteredRoot> enter_root(const std::string& root, const std::vector<Fd>& places,
                               const std::vector<Mount>& mounts,
                               const std::vector<Mount>& writable);

// Inside, once the files are there: the places get their sizes; the late mounts come, then each
// pinned folder mounted onto itself, so that it cannot be renamed, and each pinned file read-only.
Result<void> finish_root(const std::vector<LateMount>& late, const Program& program);

}  // namespace grader::sandbox::jailer
