// SHA-256, for content addresses.
#pragma once

#include <string>
#include <string_view>

namespace grader {

// 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

// As a content security policy and npm's lock files write it, with padding.
std::string sha256_base64(std::string_view bytes);

}  // namespace grader
