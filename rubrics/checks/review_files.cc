#include "rubrics/checks/review_files.h"

#include <algorithm>
#include <utility>

#include "grader/base/text.h"
#include "rubrics/checks/share.h"

namespace grader::rubrics {
namespace {

constexpr std::size_t kMaxOfRule = 20;  // after these, places say nothing new
constexpr std::size_t kMaxFiles = 500;  // of one check

struct Ending {
  std::string_view end;
  std::string_view language;
};

constexpr Ending kEndings[] = {
    {".js", "javascript"}, {".mjs", "javascript"}, {".cjs", "javascript"}, {".jsx", "javascript"},
    {".ts", "typescript"}, {".mts", "typescript"}, {".cts", "typescript"}, {".tsx", "tsx"},
    {".html", "html"},     {".htm", "html"},       {".css", "css"},        {".py", "python"},
    {".json", "json"},     {".yaml", "yaml"},      {".yml", "yaml"},
};

bool is_file(const TreeEntry& entry) {
  return entry.kind == EntryKind::File || entry.kind == EntryKind::Executable;
}

bool is_package(std::string_view path) {
  return path.starts_with("node_modules/") || path.find("/node_modules/") != std::string_view::npos;
}

std::vector<std::string> all_files(const std::vector<Glob>& in, const CheckView& view) {
  std::vector<std::string> files;
  for (const TreeEntry* entry : find_any(in, *view.submission)) {
    if (is_file(*entry) && !is_package(entry->path)) files.push_back(entry->path);
  }
  return files;
}

// Who applies a fix counts a byte order mark, or does not; some tools leave out a second one, too,
// and one of the other order.
bool counts_otherwise(const TextFile& file, const Fix& fix) {
  return (file.has_mark && fix.line == 1) || file.content.starts_with("\xEF\xBB\xBF") ||
         file.content.starts_with("\xEF\xBF\xBE");
}

void own_first(std::vector<std::string>& files, const CheckView& view) {
  std::stable_partition(files.begin(), files.end(),
                        [&](const std::string& path) { return !is_untouched(path, view); });
}

}  // namespace

std::string_view language_of(std::string_view path) {
  for (const Ending& ending : kEndings) {
    if (path.ends_with(ending.end)) return ending.language;
  }
  return "";
}

std::vector<std::string> files_to_review(const std::vector<Glob>& in, const CheckView& view) {
  std::vector<std::string> files = all_files(in, view);
  if (files.size() <= kMaxFiles) return files;
  own_first(files, view);
  files.resize(kMaxFiles);
  std::sort(files.begin(), files.end());
  return files;
}

std::string left_out(const std::vector<Glob>& in, const CheckView& view) {
  std::vector<std::string> files = all_files(in, view);
  if (files.size() <= kMaxFiles) return "";
  own_first(files, view);
  return is_untouched(files[kMaxFiles], view) ? "" : files[kMaxFiles];
}

bool is_untouched(const std::string& path, const CheckView& view) {
  if (view.base == nullptr) return false;
  const TreeEntry* mine = view.submission->find(path);
  const TreeEntry* given = view.base->find(path);
  return mine != nullptr && given != nullptr && mine->id == given->id;
}

bool hides(const TextFile& file, const CheckView& view) {
  if (file.kind == TextFile::Kind::Text || is_untouched(file.path, view)) return false;
  const std::string_view language = language_of(file.path);
  const bool data = language == "json" || language == "yaml";
  return !language.empty() && !(data && file.kind == TextFile::Kind::TooLarge);
}

const ReviewFindings::Known* ReviewFindings::known(const std::string& path) {
  const auto found = texts_.find(path);
  if (found != texts_.end()) {
    return found->second.file.kind == TextFile::Kind::Text ? &found->second : nullptr;
  }
  const TreeEntry* entry = view_.submission->find(path);
  if (entry == nullptr) return nullptr;
  Result<TextFile> file = read_text_file(*entry, *view_.submission, view_.base);
  if (!file) {
    failed_ = true;
    return nullptr;
  }
  Known made{*std::move(file), {}, {}};
  made.given = made.file.template_lines();
  made.but_layout = made.file.template_lines_but_layout();
  const auto at = texts_.emplace(path, std::move(made)).first;
  return at->second.file.kind == TextFile::Kind::Text ? &at->second : nullptr;
}

const TextFile* ReviewFindings::text(const std::string& path) {
  const Known* made = known(path);
  return made == nullptr ? nullptr : &made->file;
}

bool ReviewFindings::in_template(const std::string& path, const runners::Remark& remark) {
  const Known* made = known(path);
  if (made == nullptr || remark.line == 0 || !remark.given) return false;
  // What ends at the beginning of a line does not touch it.
  const bool whole = remark.end_column == 1 && remark.end_line > remark.line;
  const std::vector<bool>& given = layout_ ? made->given : made->but_layout;
  const int last = std::max(remark.line, whole ? remark.end_line - 1 : remark.end_line);
  for (int line = remark.line; line <= last; ++line) {
    const auto index = static_cast<std::size_t>(line) - 1;
    if (index >= given.size() || !given[index]) return false;
  }
  return true;
}

Finding* ReviewFindings::add(const std::string& rule, const std::string& path,
                             const runners::Remark& remark, Message message) {
  if (judgement_.findings.size() == kMaxFindings || by_rule_[rule]++ >= kMaxOfRule) return nullptr;
  Finding& finding = add_finding(judgement_, rule, path, std::move(message));
  finding.line = remark.line;
  finding.column = remark.column;
  finding.end_line = remark.end_line;
  finding.end_column = remark.end_column;
  if (const TextFile* file = text(path); file != nullptr && remark.line > 0) {
    finding.excerpt = excerpt_at(file->content, remark.line);
  }
  finding.in_template = in_template(path, remark);
  if (!finding.in_template) finding.fix = fix_of(path, remark);
  return &finding;
}

std::optional<Fix> ReviewFindings::fix_of(const std::string& path, const runners::Remark& remark) {
  const Known* made = remark.fix ? known(path) : nullptr;
  // What stands for bytes that are no UTF-8 must not be written there.
  if (made == nullptr || made->file.invalid_at != std::string::npos) return std::nullopt;
  if (counts_otherwise(made->file, *remark.fix)) return std::nullopt;
  if (touches_given(*remark.fix, layout_ ? made->given : made->but_layout)) return std::nullopt;
  const auto span = span_of(*remark.fix, made->file.content);
  if (!span) return std::nullopt;
  std::vector<FixSpan>& taken = fixes_[path];
  const bool free =
      std::none_of(taken.begin(), taken.end(), [&](FixSpan one) { return collide(one, *span); });
  if (!free) return std::nullopt;
  taken.push_back(*span);
  return remark.fix;
}

Cause ReviewFindings::unread(const std::string& path, const ReviewEvidence::File& file) {
  if (file.cause != Cause::None || file.read || file.unreadable) return file.cause;
  if (known(path) != nullptr) {
    return is_untouched(path, view_) ? Cause::None : Cause::OutputLimit;
  }
  const auto found = texts_.find(path);
  const bool hidden = found != texts_.end() && hides(found->second.file, view_);
  return hidden ? Cause::NotLoadable : Cause::None;
}

void ReviewFindings::note_left_out(const std::string& path) {
  add("readable", path, {},
      {"review.too_many_files", {{"count", static_cast<std::int64_t>(kMaxFiles)}}, ""});
}

void ReviewFindings::note(const std::string& path, const ReviewEvidence::File& file) {
  if (const auto found = texts_.find(path);
      !file.read && found != texts_.end() && hides(found->second.file, view_)) {
    const bool large = found->second.file.kind == TextFile::Kind::TooLarge;
    add("readable", path, {}, {large ? "text.too_large" : "text.binary", {{"path", path}}, ""});
  } else if (unread(path, file) != Cause::None) {
    add("readable", path, {}, {"review.not_read_to_its_end", {{"path", path}}, ""});
  } else if (file.unreadable) {
    runners::Remark remark;
    remark.line = remark.end_line = file.unreadable->line;
    remark.column = file.unreadable->column;
    remark.end_column = remark.column + 1;
    const std::string& says = file.unreadable->message;
    const Message message = says.empty() ? Message{"review.no_code", {}, ""}
                                         : Message{"review.no_code_says", {{"text", says}}, ""};
    Finding* finding = add("readable", path, remark, message);
    // A sign that is missing anywhere shows on any line.
    if (finding != nullptr) finding->in_template = false;
  }
}

void set_not_done(Judgement& judgement) {
  judgement.status = Status::Error;
  judgement.message = {"review.not_done", {}, ""};
}

RubricMistake mistake_of(const ToolSettings& settings, const runners::WrongSetting& wrong) {
  const auto place = settings.rules.find(wrong.rule);
  return {place == settings.rules.end() ? settings.place : place->second, wrong.message};
}

void set_invalid(Judgement& judgement, std::vector<RubricMistake> mistakes) {
  set_not_done(judgement);
  judgement.mistakes = std::move(mistakes);
}

}  // namespace grader::rubrics
