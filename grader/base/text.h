// Text that people read: suggestions, safe display, UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

// The candidate nearest to `word` by edit distance (transpositions count as one), if it is near
// enough to be meant; otherwise empty.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

bool is_valid_utf8(std::string_view bytes);

// Valid UTF-8: each byte that is not part of a valid sequence becomes U+FFFD.
std::string to_valid_utf8(std::string_view bytes);

struct Character {
  std::uint32_t code = 0;  // U+FFFD for a byte that is not part of a valid sequence
  std::size_t length = 0;  // in bytes, at least 1
};

// The first character of `bytes`, which is not empty.
Character first_character(std::string_view bytes);

// Control, bidirectional, zero-width and tag characters: they move, hide or reorder what stands
// around them. Line ends and tabs are among them.
bool is_hidden(std::uint32_t code);

// One line that is safe on a terminal and in a message: valid UTF-8, with control, bidirectional,
// zero-width and tag characters written as <U+202E>. Cut with "..." after `max_characters`.
std::string visible(std::string_view bytes, std::size_t max_characters = 300);

// The lines without their ends; "\r\n" and "\n" end a line, a last empty line is not one.
std::vector<std::string_view> lines_of(std::string_view text);

std::string_view trim(std::string_view text);

// A to Z as a to z, all else as it is.
std::string ascii_lowered(std::string_view text);

std::string join(std::span<const std::string> parts, std::string_view separator);

}  // namespace grader
