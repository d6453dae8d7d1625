// A host folder while it is a jail's to write into.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <sys/types.h>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "sandbox/launcher.h"

namespace grader::sandbox {

class FolderLoan {
 public:
  // Gives the folder to `student_id` (0: that is ourselves). An Error where it is no folder of
  // ours, or not empty.
  static Result<FolderLoan> give(const WritableFolder& folder, std::uint32_t student_id);
  FolderLoan(FolderLoan&&) = default;
  FolderLoan& operator=(FolderLoan&&) = delete;
  // Takes the folder itself back; what lies in it stays the student's.
  ~FolderLoan();

  // Whether more lies in it than may, or is taken by files that the program removed and holds.
  // `processes` gives those of the program. Follows no link and ends soon, whatever they do.
  bool is_over(const std::function<std::vector<pid_t>()>& processes) const;

 private:
  FolderLoan(Fd folder, const WritableFolder& limits);

  Fd folder_;
  WritableFolder limits_;
  std::uint64_t free_before_ = 0;  // bytes of the file system
};

}  // namespace grader::sandbox
