// A file of a submission as text, beside what the template has at its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/tree.h"

namespace grader::rubrics {

struct TextFile {
  enum class Kind { Text, Binary, TooLarge };
  Kind kind = Kind::Text;
  std::string path;
  std::string content;                         // valid UTF-8, lines end with "\n"
  std::size_t invalid_at = std::string::npos;  // offset of the first replaced byte
  bool has_mark = false;                       // a byte order mark, which `content` is without
  bool has_template = false;
  std::string given;  // the template's, likewise; empty where it is no text

  // Whether each line is one of the template's: a template's line covers one equal line.
  std::vector<bool> template_lines() const;
  // The same but for what a formatter changes within a line: white space, the kind of quotes, a
  // semicolon or comma at the end.
  std::vector<bool> template_lines_but_layout() const;
  // The same but for white space at line ends and empty lines.
  bool like_template() const;
};

// At most 1 MiB is text.
Result<TextFile> read_text_file(const TreeEntry& entry, const Tree& submission, const Tree* base);

// 1-based; the column counts characters.
struct TextPlace {
  int line = 1;
  int column = 1;
};

// Turns offsets into places; offsets come in rising order.
class PlaceCounter {
 public:
  explicit PlaceCounter(std::string_view text) : text_(text) {}
  TextPlace at(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  TextPlace place_;
};

}  // namespace grader::rubrics
