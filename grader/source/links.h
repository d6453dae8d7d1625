// Where a symbolic link leads, judged by the tree alone.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace grader::source {

// The target of the link at `path`; nullopt where `path` is no link.
using LinkTarget = std::function<std::optional<std::string>(const std::string& path)>;

// Whether the link at `path` leads out of the tree: an absolute target or a ".." above the root,
// here or in a link on the way. A link that leads nowhere, or round in a circle, stays inside.
bool link_leaves(std::string_view path, const LinkTarget& target_of);

}  // namespace grader::source
