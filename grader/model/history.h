// What a submission's commits say: those between its base and its head. Everything here was written
// by the student, dates and names included; nothing of it is proof.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/tree.h"

namespace grader {

// As the base's .mailmap calls them. Never shown unless a rubric asks for it.
struct HistoryPerson {
  std::string name, email;  // valid UTF-8
};

struct HistoryCommit {
  std::string id;                     // 40 hex digits
  std::string message;                // valid UTF-8, cut at 64 KiB
  std::vector<HistoryPerson> people;  // the author, then who is named in Co-authored-by
  std::size_t parents = 0;            // more than one: a merge
};

// A file as a commit made it. Of a merge only what none of its parents has.
struct FileVersion {
  std::size_t commit = 0;  // index into commits()
  std::string path;
  EntryKind kind = EntryKind::File;
  std::string id;      // git's blob id; empty: the commit took the file away
  std::string before;  // of the first parent's version; empty: it had none
};

// Safe to read from several threads at once.
class History {
 public:
  virtual ~History() = default;

  // Each before its parents.
  virtual const std::vector<HistoryCommit>& commits() const = 0;
  // In the order of commits(), then by path; empty where they were not asked for.
  virtual const std::vector<FileVersion>& versions() const = 0;
  // Whether a limit was passed: some commits or versions are not here.
  virtual bool cut() const = 0;

  virtual Result<std::uint64_t> size(const std::string& id) const = 0;
  virtual Result<std::string> read(const std::string& id) const = 0;
};

}  // namespace grader
