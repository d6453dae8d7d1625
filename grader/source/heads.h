// The refs of a local repository, for those who grade many of them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/base/result.h"

namespace grader::source {

struct Head {
  std::string ref;     // as --ref takes it: "pull/7/head", "week-2"
  std::string commit;  // 40 hex digits
};

// Those whose name one of the patterns matches ("pull/*/head"; '*' is anything but '/'), pull
// requests by their number, the rest by name. An Error where a pattern matches none.
Result<std::vector<Head>> list_heads(const std::filesystem::path& repository,
                                     const std::vector<std::string>& patterns);

}  // namespace grader::source
