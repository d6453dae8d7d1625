// The roles that assistive technology knows (WAI-ARIA).
#pragma once

#include <optional>
#include <string>

namespace grader::rubrics {

// Why nothing on a page can have this role, with the one that was meant; nullopt: it exists.
std::optional<std::string> role_mistake(const std::string& role);

}  // namespace grader::rubrics
