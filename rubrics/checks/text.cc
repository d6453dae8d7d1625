// Patterns in files, counted; sections of prose, filled in.
#include "grader/base/text.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "rubrics/checks/kinds.h"
#include "rubrics/checks/prose.h"
#include "rubrics/checks/review_files.h"
#include "rubrics/checks/share.h"
#include "rubrics/checks/text_file.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

constexpr std::int64_t kMaxMatches = 10'000;

struct PatternRule {
  bool forbid = false;
  Pattern pattern;
  std::int64_t min = 0;
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  std::string message;  // the author's; empty: ours
};

struct SectionRule {
  std::string heading;  // as written
  std::int64_t words = 1;
};

struct TextRules {
  std::vector<Glob> in;
  std::vector<PatternRule> patterns;
  std::vector<SectionRule> sections;
  bool unlike_template = false;
  bool all_or_nothing = false;
  bool notes = true;  // remarks about files that are no clean text
};

struct Match {
  const TextFile* file = nullptr;
  TextPlace from, to;
  std::string text;
  bool in_template = false;
};

class TextJudge {
 public:
  TextJudge(const TextRules& rules, const CheckView& view) : rules_(rules), view_(view) {}

  Judgement run() {
    if (!read_files()) return std::move(judgement_);
    if (files_.empty()) {
      set_no_files(judgement_, rules_.in);
      return std::move(judgement_);
    }
    for (const PatternRule& rule : rules_.patterns) settle(check_pattern(rule));
    for (const SectionRule& rule : rules_.sections) settle(check_section(rule));
    if (rules_.unlike_template) settle(check_unlike());
    set_share(judgement_, passed_, asked_, rules_.all_or_nothing);
    if (passed_ == asked_) {
      judgement_.message = {"text.all_good", {}, ""};
    } else {
      judgement_.message = {"text.some_good", {{"passed", passed_}, {"count", asked_}}, ""};
    }
    return std::move(judgement_);
  }

 private:
  // False where the grader could not read; then the judgement says so.
  bool read_files() {
    for (const TreeEntry* entry : find_any(rules_.in, *view_.submission)) {
      if (entry->kind != EntryKind::File && entry->kind != EntryKind::Executable) continue;
      Result<TextFile> file = read_text_file(*entry, *view_.submission, view_.base);
      if (!file) {
        judgement_.status = Status::Error;
        judgement_.message = {"text.cannot_read", {{"path", entry->path}}, ""};
        return false;
      }
      if (file->kind == TextFile::Kind::Text) {
        note_invalid(*file);
        files_.push_back(*std::move(file));
      } else {
        note_no_text(*file);
        hidden_ = hidden_ || hides(*file, view_);
      }
    }
    return true;
  }

  Finding* find(const char* rule, const std::string& path, Message message) {
    if (judgement_.findings.size() == kMaxFindings) return nullptr;
    return &add_finding(judgement_, rule, path, std::move(message));
  }

  // A picture below "**/*" is nothing to talk about; one that the rubric names is.
  void note_no_text(const TextFile& file) {
    const bool named = hides(file, view_) ||
                       std::any_of(rules_.in.begin(), rules_.in.end(), [&](const Glob& glob) {
                         return glob.literal() && glob.text() == file.path;
                       });
    if (!named || !rules_.notes) return;
    if (file.kind == TextFile::Kind::Binary) {
      find("readable", file.path, {"text.binary", {{"path", file.path}}, ""});
    } else {
      find("readable", file.path, {"text.too_large", {{"path", file.path}}, ""});
    }
  }

  void note_invalid(const TextFile& file) {
    if (file.invalid_at == std::string::npos || !rules_.notes) return;
    const TextPlace place = PlaceCounter(file.content).at(file.invalid_at);
    Finding* finding = find("readable", file.path, {"text.invalid_utf8", {}, ""});
    if (finding == nullptr) return;
    mark(*finding, file, place, place);
    finding->end_column = place.column + 1;
    const std::vector<bool> given = file.template_lines();
    finding->in_template = given[static_cast<std::size_t>(place.line) - 1];
  }

  void settle(bool good) {
    ++asked_;
    if (good) ++passed_;
  }

  static void mark(Finding& finding, const TextFile& file, TextPlace from, TextPlace to) {
    finding.line = from.line;
    finding.column = from.column;
    finding.end_line = to.line;
    finding.end_column = to.column;
    finding.excerpt = excerpt_at(file.content, from.line);
  }

  std::vector<Match> matches_of(const PatternRule& rule) const {
    std::vector<Match> matches;
    for (const TextFile& file : files_) {
      PlaceCounter begins(file.content), ends(file.content);
      std::vector<bool> given;
      std::size_t from = 0;
      while (from <= file.content.size() &&
             static_cast<std::int64_t>(matches.size()) < kMaxMatches) {
        const auto found = rule.pattern.find(file.content, from);
        if (!found) break;
        from = std::max(found->end, found->begin + 1);
        while (from < file.content.size() &&
               (static_cast<unsigned char>(file.content[from]) & 0xC0) == 0x80) {
          ++from;
        }
        if (given.empty()) given = file.template_lines();
        Match match{&file, begins.at(found->begin), ends.at(found->end),
                    file.content.substr(found->begin, found->end - found->begin), true};
        // A match that ends with a line end does not touch the next line.
        const bool whole_line = match.to.column == 1 && match.to.line > match.from.line;
        const int last = whole_line ? match.to.line - 1 : match.to.line;
        for (int line = match.from.line; line <= last; ++line) {
          const auto index = static_cast<std::size_t>(line) - 1;
          if (index < given.size() && !given[index]) match.in_template = false;
        }
        matches.push_back(std::move(match));
      }
    }
    return matches;
  }

  bool check_pattern(const PatternRule& rule) {
    const std::vector<Match> matches = matches_of(rule);
    if (!rule.forbid) return check_required(rule, static_cast<std::int64_t>(matches.size()));
    const std::int64_t own = std::count_if(matches.begin(), matches.end(),
                                           [](const Match& match) { return !match.in_template; });
    const bool good = own <= rule.max && !hidden_;
    // Those allowed come first and are not spoken of.
    std::int64_t allowed = rule.max;
    for (const Match& match : matches) {
      if (!match.in_template && (own <= rule.max || allowed-- > 0)) continue;
      Message message{"text.found", {{"found", visible(match.text, 80)}}, ""};
      if (!rule.message.empty()) message = {"text.author_says", {{"text", rule.message}}, ""};
      Finding* finding = find("forbid", match.file->path, std::move(message));
      if (finding == nullptr) break;
      mark(*finding, *match.file, match.from, match.to);
      finding->in_template = match.in_template;
    }
    return good;
  }

  bool check_required(const PatternRule& rule, std::int64_t count) {
    std::optional<Message> message = wrong_count(count, rule.min, rule.max, rule.message);
    if (!message) return true;
    find("require", place_name(), *std::move(message));
    return false;
  }

  // The one file that was read, or the glob that found several.
  std::string place_name() const {
    return files_.size() == 1 ? files_.front().path : rules_.in.front().text();
  }

  bool check_section(const SectionRule& rule) {
    const std::string wanted = comparable_heading(rule.heading);
    const TextFile* best_file = nullptr;
    int best_line = 0;
    std::int64_t best = -1;
    for (const TextFile& file : files_) {
      std::vector<std::string> given;
      for (const Section& section : sections_of(file.given)) {
        if (section.heading == wanted) given = section.words;
      }
      for (const Section& section : sections_of(file.content)) {
        if (section.heading != wanted) continue;
        const std::int64_t words = own_words(section.words, given);
        if (words <= best) continue;
        best = words;
        best_file = &file;
        best_line = section.line;
      }
    }
    if (best >= rule.words) return true;
    if (best_file == nullptr) {
      find("sections", place_name(), {"text.section_missing", {{"heading", rule.heading}}, ""});
      return false;
    }
    Finding* finding = find("sections", best_file->path,
                            {"text.section_short",
                             {{"heading", rule.heading}, {"count", best}, {"min", rule.words}},
                             ""});
    if (finding != nullptr) {
      finding->line = best_line;
      finding->excerpt = excerpt_at(best_file->content, best_line);
    }
    return false;
  }

  bool check_unlike() {
    bool good = true;
    for (const TextFile& file : files_) {
      if (!file.like_template()) continue;
      good = false;
      find("unlike_template", file.path, {"text.like_template", {{"path", file.path}}, ""});
    }
    return good;
  }

  const TextRules& rules_;
  const CheckView& view_;
  std::vector<TextFile> files_;
  Judgement judgement_;
  std::int64_t asked_ = 0, passed_ = 0;
  bool hidden_ = false;  // a file that should be text is none: nothing is forbidden in vain
};

class TextCheck final : public Check {
 public:
  explicit TextCheck(TextRules rules) : rules_(std::move(rules)) {}
  Judgement judge(const CheckInput& input) const override {
    return TextJudge(rules_, input.view).run();
  }
  std::vector<Glob> asks_for() const override { return rules_.in; }

 private:
  TextRules rules_;
};

void read_pattern(const CheckMaker& maker, const YamlNode& node, bool forbid, TextRules& rules) {
  const YamlNode* source = node.find("pattern");
  const auto min = read_integer(node.find("min"));
  const auto max = read_integer(node.find("max"));
  if (forbid && min) {
    maker.mistakes.error(node.find("min")->position, "'min' is for require; forbid has 'max'");
  }
  if (!forbid && max && min.value_or(1) > *max) {
    maker.mistakes.error(node.position, min ? "'min' is above 'max'; nobody can pass this"
                                            : "'max' is below 1; should this be in forbid?");
  }
  PatternRule rule{.forbid = forbid,
                   .pattern = Pattern(source->scalar),
                   .message = read_text(node.find("message"))};
  if (forbid) {
    rule.max = max.value_or(0);
  } else {
    rule.min = min.value_or(1);
    if (max) rule.max = *max;
  }
  rules.patterns.push_back(std::move(rule));
}

}  // namespace

Shape text_shape() {
  Shape pattern = scalar(Type::Object);
  pattern.what = "a pattern";
  pattern.fields = {
      {"pattern", scalar(Type::Pattern), "RE2; ^ and $ are the ends of lines", "", true},
      {"min", integer(0, kMaxMatches), "require: at least so often", "1", false},
      {"max", integer(0, kMaxMatches), "at most so often", "forbid: 0", false},
      {"message", said_text(300), "said instead of ours", "", false}};
  pattern.definition = "pattern";
  Shape section = scalar(Type::Object);
  section.what = "a section";
  section.fields = {
      {"heading", text(), "its text; capitals do not matter", "", true},
      {"words", integer(1, 100'000), "at least so many beyond the template's", "1", false}};
  Shape shape = scalar(Type::Object);
  shape.what = "text";
  shape.fields = {
      {"in", list_of(scalar(Type::Glob)), "the files; without any, it fails", "", true},
      {"require", list_of(pattern), "each is found", "", false},
      {"forbid", list_of(pattern), "none is found beyond the template's lines", "", false},
      {"sections", list_of(section), "of Markdown, with words in them", "", false},
      {"unlike_template", scalar(Type::Boolean), "each file differs from the template's", "false",
       false},
  };
  shape.rules = {{{"require", "forbid", "sections", "unlike_template"}, 1, 4}};
  return shape;
}

std::shared_ptr<const Check> make_text(const CheckMaker& maker) {
  TextRules rules;
  rules.in = maker.globs(maker.settings.find("in"));
  for (const bool forbid : {false, true}) {
    const YamlNode* list = maker.settings.find(forbid ? "forbid" : "require");
    if (list == nullptr) continue;
    for (const YamlNode& item : list->items) read_pattern(maker, item, forbid, rules);
  }
  if (const YamlNode* sections = maker.settings.find("sections")) {
    for (const YamlNode& item : sections->items) {
      rules.sections.push_back(
          {item.find("heading")->scalar, read_integer(item.find("words")).value_or(1)});
    }
  }
  rules.unlike_template = read_flag(maker.settings.find("unlike_template"));
  for (const YamlEntry& entry : maker.settings.entries) {
    if (entry.key == "unlike_template" && rules.unlike_template) {
      maker.need_template(entry.key, entry.key_position);
    }
  }
  if (rules.patterns.empty() && rules.sections.empty() && !rules.unlike_template &&
      maker.settings.find("unlike_template") != nullptr) {
    maker.mistakes.error(maker.place, "this asks for nothing");
  }
  rules.all_or_nothing = maker.score_all.value_or(false);
  rules.notes = !maker.deducts;
  return std::make_shared<TextCheck>(std::move(rules));
}

}  // namespace grader::rubrics
