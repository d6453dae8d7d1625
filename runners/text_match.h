// Telling test frameworks apart by the words of a test file: whole words, no parsing.
#pragma once

#include <initializer_list>
#include <string_view>

namespace grader::runners {

bool has_extension(std::string_view path, std::initializer_list<std::string_view> extensions);

// `word` called or used as an object: "test(", "test.each", not "latest(" nor "mytest".
bool names_word(std::string_view content, std::string_view word);

// The module stands in quotes: after import, from, or in require(...).
bool mentions_import(std::string_view content, std::string_view module);

// "word" in double quotes, as JSON writes keys.
bool has_quoted(std::string_view json, std::string_view word);

}  // namespace grader::runners
