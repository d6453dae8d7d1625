#include "rubrics/checks/share.h"

#include <algorithm>
#include <utility>

#include "grader/base/text.h"

namespace grader::rubrics {

void set_share(Judgement& judgement, std::int64_t passed, std::int64_t of, bool all_or_nothing) {
  judgement.earned = passed;
  judgement.of = of;
  if (passed >= of) {
    judgement.status = Status::Pass;
  } else if (passed == 0 || all_or_nothing) {
    judgement.status = Status::Fail;
    judgement.earned = 0;
  } else {
    judgement.status = Status::Partial;
  }
}

Excerpt excerpt_at(std::string_view text, int line) {
  constexpr std::size_t kMaxLine = 500;
  const std::vector<std::string_view> lines = lines_of(text);
  Excerpt excerpt;
  excerpt.first_line = std::max(1, line - 2);
  const int last = std::min(static_cast<int>(lines.size()), line + 2);
  for (int i = excerpt.first_line; i <= last; ++i) {
    std::string shown = to_valid_utf8(lines[static_cast<std::size_t>(i) - 1].substr(0, kMaxLine));
    // A cut character grows into a replacement character.
    while (shown.size() > kMaxLine) {
      do {
        shown.pop_back();
      } while (!shown.empty() && !is_valid_utf8(shown));
    }
    excerpt.lines.push_back(std::move(shown));
  }
  return excerpt;
}

std::optional<Excerpt> excerpt_in(const CheckView& view, const std::string& path,
                                  std::int64_t line) {
  const TreeEntry* entry = path.empty() || line <= 0 ? nullptr : view.submission->find(path);
  if (entry == nullptr) return std::nullopt;
  const Result<std::string> content = view.submission->read(*entry);
  if (!content || std::cmp_greater(line, lines_of(*content).size())) return std::nullopt;
  return excerpt_at(*content, static_cast<int>(line));
}

Message no_file_like(const Glob& glob, const char* otherwise) {
  // "**/*.{js,mjs}" is for authors; students know how names end.
  static const Pattern kEnding(R"(\A(\*\*/)?\*\.(\w+|\{\w+(,\w+)*\})\z)");
  if (!kEnding.find(glob.text(), 0)) return {otherwise, {{"path", glob.text()}}, ""};
  std::string endings = ".";
  for (const char c : glob.text().substr(glob.text().find('.') + 1)) {
    if (c == ',') {
      endings += ", .";
    } else if (c != '{' && c != '}') {
      endings += c;
    }
  }
  return {"files.no_ending", {{"path", endings}}, ""};
}

void set_no_files(Judgement& judgement, const std::vector<Glob>& in) {
  const Glob& first = in.front();
  judgement.status = Status::Fail;
  judgement.cause = Cause::MissingResult;
  if (in.size() == 1 && first.literal()) {
    judgement.message = {"text.no_file", {{"path", first.text()}}, ""};
  } else {
    judgement.message = no_file_like(first, "text.no_files");
  }
}

std::optional<Message> wrong_count(std::int64_t count, std::int64_t min, std::int64_t max,
                                   const std::string& author_says) {
  if (count >= min && count <= max) return std::nullopt;
  if (!author_says.empty()) return Message{"text.author_says", {{"text", author_says}}, ""};
  if (count < min) return Message{"text.too_few", {{"count", count}, {"min", min}}, ""};
  return Message{"text.too_many", {{"count", count}, {"max", max}}, ""};
}

Finding& add_finding(Judgement& judgement, std::string rule, std::string path, Message message) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.path = std::move(path);
  finding.message = std::move(message);
  judgement.findings.push_back(std::move(finding));
  return judgement.findings.back();
}

}  // namespace grader::rubrics
