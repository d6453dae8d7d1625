// Sentences as runs of words, ready for any markup: what is code, what is a link, and what came
// from outside and must stay inert.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grader/model/message.h"
#include "grader/report/catalogue.h"
#include "grader/report/translate.h"

namespace grader::report {

struct Span {
  enum class Kind { Text, Code, Strong, Link };
  Kind kind = Kind::Text;
  std::string text;
  std::string href;      // Link: https only, or "#..." in the page
  std::string language;  // of the text, where it is not the view's; empty: the view's
  bool outside = false;  // a value, not words of the sentence: isolated from their direction
  std::string name;      // of the parameter, for a value
};
using Spans = std::vector<Span>;

// Without the escape sequences of terminals (colours, titles), which tools write into their output.
std::string without_ansi(std::string_view text);

// No view shows more of one text: what is longer is cut before it is looked at.
inline constexpr std::size_t kMaxTextBytes = std::size_t{16} << 10;
std::string_view capped(std::string_view text);

// The words alone.
std::string plain(const Spans& spans);

// A sentence of a catalogue (as Catalogue::marked gives it): `code` and **strong** are marks where
// the catalogue wrote them, never in values. Values of parameters that name files, packages and
// the like are code.
Spans spans_of_marked(std::string_view marked);

// Prose of a rubric: `code`, *emphasis*, **strong**, [text](https://...) and bare https links.
// All else is text; nothing is HTML.
Spans spans_of_prose(std::string_view prose, const std::string& language);

// Text from outside; no marks.
Spans spans_of_text(std::string_view text);

// The words of one view.
class Words {
 public:
  explicit Words(const Catalogue& catalogue) : catalogue_(&catalogue) {}
  // The catalogue of `language`, else the English one.
  static Words in(std::string_view language);

  // Messages quote texts of the rubric: those that are not in `native` are in `language`. Both
  // outlive this.
  void quote(const std::string& language, const NativeTexts& native) {
    rubric_language_ = &language;
    native_ = &native;
  }
  // Of a text of the rubric; "" for the view's own.
  std::string language_of(const std::string& rubric_text) const;

  const Catalogue& catalogue() const { return *catalogue_; }
  std::string text(std::string_view id, const Args& args = {}) const;
  Spans say(std::string_view id, const Args& args = {}) const;
  // The message in this language; one that the catalogue does not know keeps its stored text.
  Spans say(const Message& message) const;

 private:
  const Catalogue* catalogue_;
  const std::string* rubric_language_ = nullptr;
  const NativeTexts* native_ = nullptr;
};

}  // namespace grader::report
