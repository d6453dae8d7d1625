// What frameworks and tools say, made safe to keep and to show.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace grader::runners {

inline constexpr std::size_t kMaxTests = 20'000;  // of one file
inline constexpr std::size_t kMaxMessage = 4096;  // bytes

// At most 500 characters on one line.
std::string test_name(std::string_view raw);

// Several lines: no control characters but the line ends.
std::string test_message(std::string_view raw);

}  // namespace grader::runners
