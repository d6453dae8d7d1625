#include "rubrics/pattern.h"

#include <re2/re2.h>

namespace grader::rubrics {
namespace {

RE2::Options options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(std::int64_t{8} << 20);
  return options;
}

std::string by_lines(const std::string& expression) {
  return "(?m)" + expression;
}

}  // namespace

std::optional<std::string> pattern_mistake(const std::string& expression) {
  // Compiled as written, so that RE2 names the author's text only.
  const RE2 compiled(expression, options());
  if (!compiled.ok()) return compiled.error();
  if (RE2::FullMatch("", compiled)) return "it also matches empty text";
  return std::nullopt;
}

Pattern::Pattern(const std::string& expression)
    : expression_(std::make_shared<RE2>(by_lines(expression), options())) {}

std::optional<Pattern::Match> Pattern::find(std::string_view text, std::size_t from) const {
  re2::StringPiece match;
  const re2::StringPiece whole(text.data(), text.size());
  if (!expression_->Match(whole, from, text.size(), RE2::UNANCHORED, &match, 1)) {
    return std::nullopt;
  }
  const auto begin = static_cast<std::size_t>(match.data() - text.data());
  return Match{begin, begin + match.size()};
}

bool Pattern::matches_all(std::string_view text) const {
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *expression_);
}

std::string quoted(std::string_view text) {
  return RE2::QuoteMeta(re2::StringPiece(text.data(), text.size()));
}

}  // namespace grader::rubrics
