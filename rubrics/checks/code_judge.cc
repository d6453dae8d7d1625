// The verdict of `code`: what was found against what the rules ask for.
#include <algorithm>
#include <tuple>
#include <utility>

#include "grader/base/text.h"
#include "rubrics/checks/code_readings.h"
#include "rubrics/checks/code_rules.h"
#include "rubrics/checks/review_files.h"
#include "rubrics/checks/share.h"
#include "rubrics/pattern.h"

namespace grader::rubrics {
namespace {

// "Could $NAME be ...?" with what stands in its place.
std::string filled(const std::string& message, const std::map<std::string, std::string>& captures) {
  std::string text = message;
  for (const auto& [name, value] : captures) {
    const std::string mark = "$" + name;
    for (std::size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + value.size())) {
      text.replace(at, mark.size(), value);
    }
  }
  return text;
}

struct Match {
  std::string path;
  const runners::Remark* remark = nullptr;
  bool in_template = false;
};

class CodeJudge {
 public:
  CodeJudge(const CodeRules& rules, const CheckView& view)
      : rules_(rules), view_(view), findings_(view, judgement_) {}

  Judgement run(const ReviewEvidence* evidence) {
    const std::vector<std::string> files = files_to_review(rules_.in, view_);
    if (files.empty()) {
      set_no_files(judgement_, rules_.in);
      return std::move(judgement_);
    }
    const std::vector<Reading> readings = readings_of(rules_, files, view_);
    if (!readings.empty() && (evidence == nullptr || evidence->asks.size() != readings.size())) {
      set_not_done(judgement_);
      return std::move(judgement_);
    }
    if (evidence != nullptr && !evidence->invalid.empty()) {
      set_invalid(judgement_, mistakes(*evidence));
      return std::move(judgement_);
    }
    if (!readings.empty()) note_files(readings, *evidence);
    std::int64_t passed = 0;
    for (const CodeRule& rule : rules_.rules) {
      std::vector<Match> matches;
      if (!readings.empty()) matches = matches_of(rule, readings, *evidence);
      if (rule.forbid ? check_forbidden(rule, matches) : check_required(rule, matches, files)) {
        ++passed;
      }
    }
    if (const std::string path = left_out(rules_.in, view_); !path.empty()) {
      findings_.note_left_out(path);
      stopped_ = Cause::OutputLimit;
    }
    // Nobody earns by what could not be read to its end.
    if (stopped_ != Cause::None) {
      passed = 0;
      judgement_.cause = stopped_;
    }
    const auto asked = static_cast<std::int64_t>(rules_.rules.size());
    set_share(judgement_, passed, asked, rules_.all_or_nothing);
    judgement_.message =
        passed == asked ? Message{"review.all_good", {}, ""}
                        : Message{"text.some_good", {{"passed", passed}, {"count", asked}}, ""};
    if (findings_.failed()) set_not_done(judgement_);
    return std::move(judgement_);
  }

 private:
  std::vector<RubricMistake> mistakes(const ReviewEvidence& evidence) const {
    std::vector<RubricMistake> found;
    for (const ReviewEvidence::Invalid& invalid : evidence.invalid) {
      for (const CodeRule& rule : rules_.rules) {
        if (rule.reported != invalid.setting.rule) continue;
        found.push_back({rule.place, invalid.setting.message});
      }
    }
    return found;
  }

  // Of each file once, whatever reads it.
  void note_files(const std::vector<Reading>& readings, const ReviewEvidence& evidence) {
    std::vector<std::string> told;
    for (std::size_t i = 0; i < readings.size(); ++i) {
      for (std::size_t j = 0; j < readings[i].files.size() && j < evidence.asks[i].size(); ++j) {
        const ReviewEvidence::File& file = evidence.asks[i][j];
        const std::string& path = readings[i].files[j];
        const Cause unread = findings_.unread(path, file);
        if (unread != Cause::None) stopped_ = unread;
        if (!rules_.notes && unread == Cause::None) continue;
        if (std::find(told.begin(), told.end(), path) != told.end()) continue;
        if (unread == Cause::None && !file.unreadable) continue;
        told.push_back(path);
        findings_.note(path, file);
      }
    }
  }

  // The template does in this file what the rule speaks of.
  bool is_given(const CodeRule& rule, const std::string& path) {
    if (rule.shipped == nullptr || rule.shipped->unless_given.empty()) return false;
    const TextFile* file = findings_.text(path);
    return file != nullptr && Pattern(rule.shipped->unless_given).find(file->given, 0).has_value();
  }

  std::vector<Match> matches_of(const CodeRule& rule, const std::vector<Reading>& readings,
                                const ReviewEvidence& evidence) {
    std::vector<Match> matches;
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const Reading& reading = readings[i];
      if (std::find(reading.rules.begin(), reading.rules.end(), &rule) == reading.rules.end()) {
        continue;
      }
      for (std::size_t j = 0; j < reading.files.size() && j < evidence.asks[i].size(); ++j) {
        if (!evidence.asks[i][j].remarks.empty() && is_given(rule, reading.files[j])) continue;
        for (const runners::Remark& remark : evidence.asks[i][j].remarks) {
          if (remark.rule != rule.reported) continue;
          matches.push_back(
              {reading.files[j], &remark, findings_.in_template(reading.files[j], remark)});
        }
      }
    }
    std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
      return std::tie(a.path, a.remark->line, a.remark->column) <
             std::tie(b.path, b.remark->line, b.remark->column);
    });
    return matches;
  }

  std::string line_at(const Match& match) {
    const TextFile* file = findings_.text(match.path);
    if (file == nullptr) return "";
    const auto lines = lines_of(file->content);
    const auto index = static_cast<std::size_t>(std::max(1, match.remark->line)) - 1;
    return index < lines.size() ? visible(trim(lines[index]), 80) : "";
  }

  Message message_for(const CodeRule& rule, const Match& match) {
    if (!rule.message.empty()) {
      return {"text.author_says", {{"text", filled(rule.message, match.remark->captures)}}, ""};
    }
    if (rule.shipped != nullptr) {
      Message message{rule.shipped->message(), {}, ""};
      for (const auto& [name, value] : match.remark->captures) {
        std::string parameter = name;
        std::transform(parameter.begin(), parameter.end(), parameter.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        message.params[parameter] = value;
      }
      return message;
    }
    return {"text.found", {{"found", line_at(match)}}, ""};
  }

  bool check_forbidden(const CodeRule& rule, const std::vector<Match>& matches) {
    const std::int64_t own = std::count_if(matches.begin(), matches.end(),
                                           [](const Match& match) { return !match.in_template; });
    const bool good = own <= rule.max;
    // Those allowed come first and are not spoken of.
    std::int64_t allowed = rule.max;
    for (const Match& match : matches) {
      if (!match.in_template && (good || allowed-- > 0)) continue;
      Finding* finding =
          findings_.add(rule.id, match.path, *match.remark, message_for(rule, match));
      if (finding != nullptr && rule.shipped != nullptr) {
        finding->why = Message{rule.shipped->why(), {}, ""};
      }
    }
    return good;
  }

  bool check_required(const CodeRule& rule, const std::vector<Match>& matches,
                      const std::vector<std::string>& files) {
    const auto count = static_cast<std::int64_t>(matches.size());
    std::optional<Message> message = wrong_count(count, rule.min, rule.max, rule.message);
    if (!message) return true;
    const std::string place = files.size() == 1 ? files.front() : rules_.in.front().text();
    findings_.add(rule.id, place, {}, *std::move(message));
    return false;
  }

  const CodeRules& rules_;
  const CheckView& view_;
  Judgement judgement_;
  ReviewFindings findings_;
  Cause stopped_ = Cause::None;
};

}  // namespace

Judgement judge_code(const CodeRules& rules, const CheckView& view,
                     const ReviewEvidence* evidence) {
  return CodeJudge(rules, view).run(evidence);
}

}  // namespace grader::rubrics
