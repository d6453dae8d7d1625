// A host folder while it is a jail's to write into.
#pragma once

#include <cstdint>
#include <optional>

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

  // Whether more lies in it than may. Follows no link and ends soon, whatever the program does.
  bool is_over() const;

 private:
  FolderLoan(Fd folder, const WritableFolder& limits)
      : folder_(std::move(folder)), limits_(limits) {}

  Fd folder_;
  WritableFolder limits_;
};

}  // namespace grader::sandbox
