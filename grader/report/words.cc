#include "grader/report/words.h"

#include <algorithm>
#include <array>

#include "grader/base/text.h"

namespace grader::report {
namespace {

// What is said about files, commands and values is set as code.
constexpr std::array<std::string_view, 13> kCodeParameters{
    "path",     "other", "file", "package", "command", "function", "value",
    "expected", "given", "sign", "commit",  "module",  "near"};

bool is_code(std::string_view parameter) {
  return std::find(kCodeParameters.begin(), kCodeParameters.end(), parameter) !=
         kCodeParameters.end();
}

// Up to `end`: the text before it, which is taken off `rest` together with `end`. False where
// there is none.
bool take_until(std::string_view& rest, std::string_view end, std::string_view& taken) {
  const std::size_t at = rest.find(end);
  if (at == std::string_view::npos || at == 0) return false;
  taken = rest.substr(0, at);
  rest.remove_prefix(at + end.size());
  return true;
}

class Builder {
 public:
  void add(Span::Kind kind, std::string_view text) {
    if (text.empty()) return;
    if (!spans_.empty() && spans_.back().kind == kind && !spans_.back().outside) {
      spans_.back().text += text;
    } else {
      Span span;
      span.kind = kind;
      span.text = text;
      spans_.push_back(std::move(span));
    }
  }
  void add(Span span) { spans_.push_back(std::move(span)); }
  Spans take() { return std::move(spans_); }

 private:
  Spans spans_;
};

bool is_https(std::string_view address) {
  if (address.substr(0, 8) != "https://" || address.size() > 2000) return false;
  return std::all_of(address.begin(), address.end(), [](char c) {
    return c > ' ' && c < '\x7F' &&
           std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
  });
}

// What a person needs to see of a long address.
std::string shown_address(std::string_view address) {
  address.remove_prefix(8);
  if (!address.empty() && address.back() == '/') address.remove_suffix(1);
  if (address.size() <= 60) return std::string(address);
  const std::size_t slash = address.find('/');
  const std::size_t last = address.rfind('/');
  if (slash == std::string_view::npos || slash > 40 || address.size() - last > 40) {
    return std::string(address.substr(0, 57)) + "...";
  }
  return std::string(address.substr(0, slash)) + "/..." + std::string(address.substr(last));
}

Span link(std::string_view address, std::string text) {
  Span span;
  span.kind = Span::Kind::Link;
  span.text = std::move(text);
  span.href = address;
  return span;
}

}  // namespace

std::string_view capped(std::string_view text) {
  if (text.size() <= kMaxTextBytes) return text;
  std::size_t end = kMaxTextBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string without_ansi(std::string_view text) {
  constexpr char kEscape = '\x1B';
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const std::size_t at = text.find(kEscape);
    clean += text.substr(0, at);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at);
    const char kind = text.size() > 1 ? text[1] : '\0';
    std::size_t end = std::string_view::npos;  // the last byte of the sequence
    if (kind == '[') {
      end = text.find_first_not_of("0123456789;:<=>? !\"#$%&'()*+,-./", 2);
      if (end != std::string_view::npos && (text[end] < '@' || text[end] > '~')) {
        end = std::string_view::npos;
      }
    } else if (kind == ']') {
      end = text.substr(0, 300).find_first_of("\x07\x1B", 2);
      if (end != std::string_view::npos && text[end] == kEscape) ++end;
    }
    if (end == std::string_view::npos || end >= text.size()) {
      clean += kEscape;  // no whole sequence: it stays, as a visible sign
      text.remove_prefix(1);
    } else {
      text.remove_prefix(end + 1);
    }
  }
  return clean;
}

std::string plain(const Spans& spans) {
  std::string text;
  for (const Span& span : spans) text += span.text;
  return text;
}

Spans spans_of_marked(std::string_view marked) {
  Builder spans;
  Span::Kind kind = Span::Kind::Text;
  while (!marked.empty()) {
    if (marked.front() == kParamStart) {
      marked.remove_prefix(1);
      const std::size_t value = marked.find(kParamValue);
      const std::size_t end = marked.find(kParamEnd);
      Span span;
      span.name = marked.substr(0, value);
      span.text = marked.substr(value + 1, end - value - 1);
      span.kind = is_code(span.name) ? Span::Kind::Code : kind;
      span.outside = true;
      spans.add(std::move(span));
      marked.remove_prefix(end + 1);
    } else if (marked.front() == '`') {
      kind = kind == Span::Kind::Code ? Span::Kind::Text : Span::Kind::Code;
      marked.remove_prefix(1);
    } else if (marked.substr(0, 2) == "**") {
      kind = kind == Span::Kind::Strong ? Span::Kind::Text : Span::Kind::Strong;
      marked.remove_prefix(2);
    } else {
      const char stops[] = {'`', '*', kParamStart, '\0'};
      const std::size_t next = marked.find_first_of(stops, 1);
      const std::string_view words = marked.substr(0, next);
      spans.add(kind, words);
      marked.remove_prefix(words.size());
    }
  }
  return spans.take();
}

Spans spans_of_prose(std::string_view prose, const std::string& language) {
  Builder spans;
  std::string_view rest = capped(prose);
  while (!rest.empty()) {
    std::string_view inner, address;
    std::string_view after = rest.substr(1);
    if (rest.front() == '`' && take_until(after, "`", inner)) {
      spans.add(Span::Kind::Code, inner);
      rest = after;
      continue;
    }
    if (rest.front() == '*') {
      const std::string_view mark = rest.substr(0, 2) == "**" ? "**" : "*";
      after = rest.substr(mark.size());
      if (!after.empty() && after.front() != ' ' && take_until(after, mark, inner)) {
        spans.add(Span::Kind::Strong, inner);
        rest = after;
        continue;
      }
    }
    after = rest.substr(1);
    if (rest.front() == '[' && take_until(after, "](", inner) && take_until(after, ")", address) &&
        is_https(address)) {
      spans.add(link(address, std::string(inner)));
      rest = after;
      continue;
    }
    if (rest.substr(0, 8) == "https://") {
      address = rest.substr(0, rest.find_first_of(" \t\r\n)>\"'"));
      while (!address.empty() &&
             std::string_view(".,;:?!").find(address.back()) != std::string_view::npos) {
        address.remove_suffix(1);
      }
      if (address.size() > 8 && is_https(address)) {
        spans.add(link(address, shown_address(address)));
        rest.remove_prefix(address.size());
        continue;
      }
    }
    const std::size_t length =
        std::max<std::size_t>(1, std::min(rest.find_first_of("`*[h", 1), rest.size()));
    spans.add(Span::Kind::Text, rest.substr(0, length));
    rest.remove_prefix(length);
  }
  Spans result = spans.take();
  for (Span& span : result) span.language = language;
  return result;
}

Spans spans_of_text(std::string_view text) {
  Span span;
  span.text = capped(text);
  span.outside = true;
  return {span};
}

Words Words::in(std::string_view language) {
  Result<const Catalogue*> catalogue = Catalogue::of(language);
  if (!catalogue) catalogue = Catalogue::of("en");
  return Words(catalogue ? **catalogue : Catalogue::empty());
}

std::string Words::text(std::string_view id, const Args& args) const {
  return catalogue_->text(id, args);
}

std::string Words::language_of(const std::string& rubric_text) const {
  if (rubric_language_ == nullptr || native_->count(rubric_text) != 0) return "";
  return *rubric_language_;
}

Spans Words::say(std::string_view id, const Args& args) const {
  return spans_of_marked(catalogue_->marked(id, args));
}

Spans Words::say(const Message& message) const {
  if (message.empty()) return {};
  if (catalogue_->has(message.id)) {
    Spans spans = say(message.id, args_of(message));
    const std::string_view quoted = rubric_parameter_of(message.id);
    for (Span& span : spans) {
      if (!quoted.empty() && span.name == quoted) span.language = language_of(span.text);
    }
    return spans;
  }
  if (!message.text.empty()) return spans_of_text(message.text);
  return spans_of_text("[" + message.id + "]");
}

}  // namespace grader::report
