// The verdict on a page, out of what was seen of it.
#include <optional>
#include <utility>

#include "grader/base/text.h"
#include "rubrics/checks/page_answers.h"
#include "rubrics/checks/page_rules.h"
#include "rubrics/checks/share.h"
#include "rubrics/checks/trouble.h"

namespace grader::rubrics {
namespace {

using Found = std::optional<PageMistake>;

class PageJudge {
 public:
  PageJudge(const PageRules& rules, const CheckView& view, const PageEvidence& evidence)
      : rules_(rules), view_(view), seen_(evidence.seen), limits_(evidence.limits) {}

  Judgement run() {
    judgement_.assurance = Assurance::BlackBox;
    if (find_mistakes()) {
      judgement_.status = Status::Error;
      judgement_.message = {"browser.not_run", {}, ""};
      return std::move(judgement_);
    }
    if (!opened()) {
      judgement_.status = Status::Fail;
      show_pictures();
      return std::move(judgement_);
    }
    for (std::size_t i = 0; i < rules_.acts.size(); ++i) judge_act(i);
    tell_refused();
    summarise();
    show_pictures();
    return std::move(judgement_);
  }

 private:
  // What the browser does not know of the rubric's words.
  bool find_mistakes() {
    for (const auto& [index, answer] : seen_.acts) {
      for (RubricMistake& mistake : unknown_words(answer, rules_)) {
        judgement_.mistakes.push_back(std::move(mistake));
      }
    }
    return !judgement_.mistakes.empty();
  }

  std::int64_t seconds() const { return (limits_.wall.count() + 999) / 1'000; }

  // Why the look came to no end; nothing where it did.
  std::optional<PageMistake> trouble() const {
    if (seen_.cause != Cause::None) {
      if (is_limit(seen_.cause)) return PageMistake{limit_message(seen_.cause, limits_)};
      return PageMistake{{"browser.crashed", {}, ""}};
    }
    switch (seen_.end) {
      case runners::PageEnd::Late:
        return PageMistake{
            {seen_.opened ? "browser.late" : "browser.late_to_open", {{"seconds", seconds()}}, ""}};
      case runners::PageEnd::Crashed:
        return PageMistake{{"browser.crashed", {}, ""}};
      case runners::PageEnd::Lost:
        return PageMistake{{"browser.lost", {}, ""}};
      default:
        return std::nullopt;
    }
  }

  Cause cause_of_trouble() const {
    if (seen_.cause != Cause::None) return is_limit(seen_.cause) ? seen_.cause : Cause::Crashed;
    if (seen_.end == runners::PageEnd::Late) return Cause::TimeoutWall;
    return Cause::Crashed;
  }

  bool opened() {
    if (seen_.end == runners::PageEnd::NotThere) {
      judgement_.cause = Cause::MissingResult;
      judgement_.message = {"browser.no_file", {{"path", rules_.open}}, ""};
      if (!seen_.near.empty()) {
        judgement_.message = {
            "browser.no_file_capitals", {{"path", rules_.open}, {"near", seen_.near}}, ""};
      }
      return false;
    }
    const auto why = trouble();
    if (why && seen_.acts.empty()) {
      judgement_.cause = cause_of_trouble();
      judgement_.message = why->message;
      return false;
    }
    return true;
  }

  // One case, or none for a step that went well.
  void judge_act(std::size_t index) {
    const PageAct& act = rules_.acts[index];
    const auto row = seen_.acts.find(index);
    if (act.expects) ++count_;
    if (row == seen_.acts.end()) {
      if (act.expects) not_reached(index);
      return;
    }
    if (!act.expects) {
      const auto why = undone(row->second);
      if (!why || stopped_) return;
      stopped_ = PageMistake{{"browser.step_failed", {{"step", act.shown}, {"what", *why}}, ""}};
      add_stopped(index);
      return;
    }
    Found mistake = mistake_in(row->second, *act.expects, rules_, view_, judgement_);
    add_case(index, std::move(mistake), Cause::WrongResult);
  }

  void not_reached(std::size_t index) {
    // A step has a row of its own.
    const bool first = !told_ && !stopped_;
    told_ = true;
    const auto why = stopped_ ? stopped_ : trouble();
    const Cause cause = stopped_ ? Cause::MissingResult : cause_of_trouble();
    add_case(index, first && why ? why : PageMistake{{"browser.not_reached", {}, ""}}, cause);
    if (first && why && is_limit(cause)) limit_ = std::pair(cause, why->message);
  }

  void add_stopped(std::size_t index) {
    CaseResult result;
    result.id = "case-" + std::to_string(index + 1);
    result.name = rules_.acts[index].shown;
    result.status = Status::Fail;
    result.cause = Cause::MissingResult;
    result.message = stopped_->message;
    judgement_.cause = Cause::MissingResult;
    judgement_.cases.push_back(std::move(result));
  }

  void add_case(std::size_t index, Found mistake, Cause cause) {
    CaseResult result;
    result.id = "case-" + std::to_string(index + 1);
    result.name = rules_.acts[index].expects->name;
    if (mistake) {
      result.status = Status::Fail;
      result.cause = cause;
      result.message = std::move(mistake->message);
      result.expected = std::move(mistake->expected);
      result.actual = std::move(mistake->actual);
      if (judgement_.cause == Cause::None) judgement_.cause = cause;
    } else {
      ++passed_;
      result.status = Status::Pass;
      result.message = {"browser.holds", {}, ""};
    }
    judgement_.cases.push_back(std::move(result));
  }

  // Told, and no mistake by itself.
  void tell_refused() {
    if (seen_.refused.empty()) return;
    CaseResult result;
    result.id = "internet";
    result.name = visible(join(seen_.refused, ", "), kMaxPageQuote);
    result.status = Status::Skipped;
    result.message = {"browser.no_internet", {}, ""};
    judgement_.cases.push_back(std::move(result));
  }

  void summarise() {
    if (count_ == 0) {
      const auto why = stopped_ ? stopped_ : trouble();
      set_share(judgement_, why ? 0 : 1, 1, true);
      judgement_.message = why ? why->message : Message{"browser.opens", {}, ""};
      if (why) judgement_.cause = stopped_ ? Cause::MissingResult : cause_of_trouble();
      return;
    }
    set_share(judgement_, passed_, count_, rules_.all_or_nothing);
    if (passed_ == count_) {
      judgement_.message = {"browser.all_hold", {}, ""};
      judgement_.cause = Cause::None;
    } else if (limit_) {
      judgement_.cause = limit_->first;
      judgement_.message = limit_->second;
    } else if (passed_ == 0) {
      judgement_.message = {"browser.none_holds", {}, ""};
    } else {
      judgement_.message = {"browser.some_hold", {{"passed", passed_}, {"count", count_}}, ""};
    }
  }

  // Those that were asked for; where something is wrong, how the page looked and what is on it.
  void show_pictures() {
    const bool well = judgement_.status == Status::Pass;
    for (const runners::PagePicture& picture : seen_.pictures) {
      if (well && picture.kind != "asked") continue;
      judgement_.exhibits.push_back({"picture", picture.media_type,
                                     rules_.open + ", " + std::to_string(picture.width) + " × " +
                                         std::to_string(picture.height),
                                     picture.content});
    }
    if (!well && !seen_.outline.empty()) {
      judgement_.exhibits.push_back({"outline", "text/plain", rules_.open, seen_.outline + "\n"});
    }
  }

  const PageRules& rules_;
  const CheckView& view_;
  const runners::PageSeen& seen_;
  const sandbox::Limits& limits_;
  Judgement judgement_;
  std::int64_t passed_ = 0, count_ = 0;
  std::optional<PageMistake> stopped_;  // by a step that could not be done
  std::optional<std::pair<Cause, Message>> limit_;
  bool told_ = false;
};

}  // namespace

Judgement judge_page(const PageRules& rules, const CheckView& view, const PageEvidence& evidence) {
  return PageJudge(rules, view, evidence).run();
}

}  // namespace grader::rubrics
