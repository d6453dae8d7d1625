// Removing what a jail left in a folder of the host's.
#pragma once

#include <filesystem>

#include "grader/base/result.h"

namespace grader::sandbox {

// The folder with all that is in it, however deep it is and whatever its rights say; what is not
// there is removed already. Follows no link. Nobody writes there any more.
Result<void> remove_folder(const std::filesystem::path& folder);

}  // namespace grader::sandbox
