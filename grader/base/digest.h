// SHA-256, for content addresses.
#pragma once

#include <string>
#include <string_view>

namespace grader {

// 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace grader
