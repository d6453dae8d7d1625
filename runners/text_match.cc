#include "runners/text_match.h"

#include <cctype>
#include <string>

namespace grader::runners {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}

}  // namespace

bool has_extension(std::string_view path, std::initializer_list<std::string_view> extensions) {
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return false;
  for (const std::string_view extension : extensions) {
    if (path.substr(dot + 1) == extension) return true;
  }
  return false;
}

bool names_word(std::string_view content, std::string_view word) {
  std::size_t at = content.find(word);
  while (at != std::string_view::npos) {
    const std::size_t end = at + word.size();
    const bool starts = at == 0 || (!is_word(content[at - 1]) && content[at - 1] != '.');
    const bool used = end < content.size() && (content[end] == '(' || content[end] == '.');
    if (starts && used) return true;
    at = content.find(word, end);
  }
  return false;
}

bool mentions_import(std::string_view content, std::string_view module) {
  for (const char quote : {'"', '\''}) {
    const std::string quoted = quote + std::string(module) + quote;
    if (content.find(quoted) != std::string_view::npos) return true;
  }
  return false;
}

bool has_quoted(std::string_view json, std::string_view word) {
  return json.find('"' + std::string(word) + '"') != std::string_view::npos;
}

}  // namespace grader::runners
