// What a jail starts with, and what is taken out of it, through the descriptors of its writable
// places: no path of the host is involved, and no link is ever followed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "sandbox/launcher.h"
#include "sandbox/protocol.h"

namespace grader::sandbox {

// One entry of a writable place.
struct PlannedNode {
  enum class Kind { Folder, File, MountTarget };
  Kind kind = Kind::Folder;
  const JailFile* file = nullptr;  // File
  bool target_is_folder = true;    // MountTarget
  // Folder: something read-only lies below. File: it is read-only.
  bool pinned = false;
};

// The entries of all places by path in the jail, parents first, without the places themselves.
struct FilePlan {
  std::map<std::string, PlannedNode> nodes;
  std::vector<PlaceSize> sizes;  // of kPlaces: what is put there, and the limits on top
  std::uint64_t largest_place = 0;
};

// Where two files of the command cannot both be there, mounts and read-only files win over others,
// and the first of equals wins; what loses is left out. `command` must outlive the plan. An Error
// for a path that is not below a writable place, or not clean.
Result<FilePlan> plan_files(const Command& command, const Limits& limits);

// Writes them. `student_id`: the owner of what the program may change; 0 where that is ourselves.
// `places` are folders in the order of kPlaces.
Result<void> write_files(const FilePlan& plan, const std::vector<Fd>& places,
                         std::uint32_t student_id);

// After the kill: the wanted regular files into `files`, what is there but not safe to take into
// `refused`.
void collect_files(const Command& command, const std::vector<Fd>& places, Outcome& outcome);

// Whether a place has no room left: where a program that failed met the disk limit.
bool is_a_place_full(const std::vector<Fd>& places);

}  // namespace grader::sandbox
