// Sizes and durations as people write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace grader {

// "500ms", "20s", "2m", "1h": a whole number and a unit, in milliseconds.
std::optional<std::int64_t> parse_duration_ms(std::string_view text);

// "100", "64KiB", "512MiB", "1GiB": a whole number, in bytes.
std::optional<std::int64_t> parse_size(std::string_view text);

// The shortest exact form: 90000 -> "90s", 1500 -> "1500ms".
std::string duration_to_text(std::int64_t milliseconds);
std::string size_to_text(std::int64_t bytes);

}  // namespace grader
