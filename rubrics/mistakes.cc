#include "rubrics/mistakes.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "grader/base/text.h"

namespace grader::rubrics {

Mistakes::Mistakes(std::string file, std::string_view text) : file_(std::move(file)) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  lines_ = lines_of(text);
}

void Mistakes::error(Position place, std::string message) {
  ++errors_;
  add(Diagnostic::Severity::Error, place, std::move(message));
}

void Mistakes::warning(Position place, std::string message) {
  add(Diagnostic::Severity::Warning, place, std::move(message));
}

void Mistakes::add(Diagnostic::Severity severity, Position place, std::string message) {
  std::string line;
  if (place.line > 0 && static_cast<std::size_t>(place.line) <= lines_.size()) {
    line = lines_[static_cast<std::size_t>(place.line) - 1];
  }
  found_.push_back({severity, file_, place, std::move(message), std::move(line)});
}

std::vector<Diagnostic> Mistakes::take() {
  std::stable_sort(found_.begin(), found_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.position.line, a.position.column) <
           std::tie(b.position.line, b.position.column);
  });
  return std::move(found_);
}

Error all_mistakes(const std::vector<Diagnostic>& diagnostics, const std::string& file_name) {
  constexpr std::size_t kMaxShown = 100;
  // The file as a whole, not something in it.
  if (diagnostics.size() == 1 && diagnostics[0].position.line == 0) {
    return rubric_error(diagnostics[0].message, diagnostics[0].file);
  }
  std::string text;
  std::size_t errors = 0, shown = 0;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity == Diagnostic::Severity::Error) ++errors;
    if (++shown <= kMaxShown) text += to_text(diagnostic) + "\n";
  }
  if (shown > kMaxShown) text += "and " + std::to_string(shown - kMaxShown) + " more\n";
  text += std::to_string(errors) + (errors == 1 ? " mistake in " : " mistakes in ") + file_name;
  return rubric_error(std::move(text));
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> views(candidates.begin(), candidates.end());
  const std::string near = did_you_mean(word, views);
  return near.empty() ? "" : ", did you mean '" + near + "'?";
}

std::string enumerated(const std::vector<std::string>& words, const std::string& last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " " + last + " " : ", ";
    text += "'" + words[i] + "'";
  }
  return text;
}

}  // namespace grader::rubrics
