// The only way by which text gets into a page: everything that is not a literal of this program is
// escaped, and what hides or reorders text on a screen becomes a visible chip.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "grader/report/words.h"

namespace grader::report {

// A string literal of the program: markup may only be made of these.
class Literal {
 public:
  template <std::size_t N>
  constexpr Literal(const char (&text)[N]) : text_(text, N - 1) {}  // NOLINT: implicit
  constexpr std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

struct Attribute {
  Literal name;
  std::string value;  // escaped when written
};
using Attributes = std::initializer_list<Attribute>;

class HtmlWriter {
 public:
  // `language` is the page's; a text of another language gets its own lang. Texts from outside are
  // cut after `text_cap` characters.
  HtmlWriter(std::string language, std::size_t text_cap)
      : language_(std::move(language)), text_cap_(text_cap) {}

  void markup(Literal literal) { out_ += literal.view(); }
  // The page's own style and pictures, compiled in.
  void embedded(std::string_view trusted) { out_ += trusted; }

  void open(Literal tag, Attributes attributes = {});
  void close();                                         // the last one opened
  void empty(Literal tag, Attributes attributes = {});  // <meta ...>
  // <tag>text</tag>; the spans in the second form.
  void element(Literal tag, Attributes attributes, std::string_view text);
  void element(Literal tag, Attributes attributes, const Spans& spans);

  void text(std::string_view outside);
  void text(std::string_view outside, std::size_t max_characters);
  // Without chips: for <title>, which holds no elements.
  void plain(std::string_view outside, std::size_t max_characters);
  // Line ends and tabs are kept.
  void code(std::string_view outside, std::size_t max_characters);
  void spans(const Spans& spans);
  // A decorative shape of the sprite: shape("pass").
  void shape(std::string_view name, Literal classes = "i");

  std::size_t size() const { return out_.size(); }
  std::string take() { return std::move(out_); }

 private:
  void write_open(Literal tag, Attributes attributes);
  void escaped(std::string_view outside, std::size_t max_characters, bool keep_lines);
  void attribute(std::string_view value);

  std::string out_;
  std::string language_;
  std::size_t text_cap_;
  std::vector<std::string_view> open_;
};

}  // namespace grader::report
