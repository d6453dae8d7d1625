#include "rubrics/checks/tests_judge.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "grader/base/text.h"
#include "rubrics/checks/path_near.h"
#include "rubrics/checks/share.h"
#include "rubrics/checks/tests_failure.h"
#include "rubrics/checks/tests_lacking.h"
#include "rubrics/checks/trouble.h"

namespace grader::rubrics {
namespace {

using runners::FileRun;
using runners::LoadFailure;
using runners::TestRun;
using runners::TestState;

constexpr std::size_t kMaxName = 300;

bool waits(TestState state) {
  return state == TestState::Skipped || state == TestState::Todo;
}

Cause cause_of(const LoadFailure& failure) {
  return failure.kind == LoadFailure::Kind::MissingPackage ? Cause::MissingPackage
                                                           : Cause::NotLoadable;
}

// A test that counts, and whether it passed.
struct Counted {
  std::string name;
  bool passed = false;
};

bool ends(const CaseResult& one) {
  return one.cause != Cause::None && one.cause != Cause::WrongResult &&
         one.cause != Cause::MissingResult;
}

using Runs = std::vector<const TestRun*>;

// Each gives nullptr where there is none.
const TestRun* of_ordinal(const Runs& runs, const TestRun& expected) {
  const auto found = std::find_if(runs.begin(), runs.end(), [&](const TestRun* run) {
    return run->id.ordinal == expected.id.ordinal;
  });
  return found == runs.end() ? nullptr : *found;
}

const TestRun* taken_from(Runs& runs) {
  if (runs.empty()) return nullptr;
  const TestRun* first = runs.front();
  runs.erase(runs.begin());
  return first;
}

// What parametrized tests of one function share of their names.
std::string_view function_of(const TestRun& test) {
  const std::string_view name = test.id.name;
  return name.substr(0, name.find('['));
}

// Where more tests of one name ran than there are, the submission declared some of them, and nobody
// can tell which: one that did not pass stands for all.
const TestRun* worst_of(const Runs& runs) {
  const auto is = [](TestState state) {
    return [state](const TestRun* run) { return run->state == state; };
  };
  const auto failed = std::find_if(runs.begin(), runs.end(), is(TestState::Failed));
  if (failed != runs.end()) return *failed;
  const auto odd = std::find_if_not(runs.begin(), runs.end(), is(TestState::Passed));
  return odd != runs.end() ? *odd : runs.front();
}

class SuiteJudge {
 public:
  SuiteJudge(const TestsRules& rules, const CheckView& view, const SuiteEvidence& suite)
      : rules_(rules), view_(view), suite_(suite) {}

  Judgement run() {
    bool all_apart = !suite_.apart.empty() && std::all_of(suite_.apart.begin(), suite_.apart.end(),
                                                          [](bool apart) { return apart; });
    judgement_.in_process_because = suite_.together;
    if (rules_.variants && suite_.variants && !suite_.variants->good.empty()) {
      // What counts is what the tests notice; that they pass with the student's own code is theirs.
      weighed_ = weigh(*rules_.variants, *suite_.variants);
      all_apart = weighed_->all_apart;
      judgement_.in_process_because = suite_.variants->together;
    }
    judgement_.assurance = all_apart ? Assurance::Isolated : Assurance::InProcess;
    const bool nothing_ran = rules_.variants && !weighed_;
    if (rules_.assurance == TestsAssurance::Isolated && !all_apart && !nothing_ran) {
      return not_isolated();
    }
    for (std::size_t i = 0; i < suite_.files.size(); ++i) judge_file(i);
    if (suite_.tampered || (weighed_ && weighed_->tampered)) {
      // A person looks at it; until then nothing of the run is believed.
      judgement_.cases.clear();
      judgement_.findings.clear();
      judgement_.status = Status::Fail;
      judgement_.cause = Cause::Tampering;
      judgement_.message = {"tests.tampering", {}, ""};
      if (!suite_.violation.empty()) {
        judgement_.note =
            submission_error("the code broke a rule of the pipe to its judge: " + suite_.violation);
      }
      return std::move(judgement_);
    }
    if (!suite_.unjudged.empty()) return unjudged();
    if (weighed_ && !weighed_->broken.empty()) {
      rubrics_fault_ = true;
      judgement_.note = rubric_error(weighed_->broken);
    }
    if (rubrics_fault_) {
      judgement_.cases.clear();
      judgement_.findings.clear();
      judgement_.status = Status::NeedsReview;
      judgement_.message = {"tests.cannot_start", {}, ""};
      return std::move(judgement_);
    }
    if (rules_.score == TestsScore::Loads) {
      judge_loading();
    } else if (rules_.from == TestsFrom::Submission) {
      judge_own();
      if (weighed_) judge_variants();
    } else {
      judge_given();
    }
    show_cases();
    return std::move(judgement_);
  }

 private:
  // The rubric asks for more than this submission's run gave.
  Judgement not_isolated() {
    judgement_.status = Status::NeedsReview;
    judgement_.message = {"tests.not_isolated", {}, ""};
    judgement_.note =
        rubric_error("these tests cannot be judged from another jail" +
                         (suite_.together.empty() ? "" : ": " + suite_.together),
                     "", "'assurance: isolated' asks for that; leave it out to let them share one");
    return std::move(judgement_);
  }

  // What the submission's code gives could not be judged from outside. In one process it could
  // write its verdict, so a person looks.
  Judgement unjudged() {
    judgement_.cases.clear();
    judgement_.findings.clear();
    judgement_.status = Status::NeedsReview;
    const bool large = suite_.unjudged == "a value is too large to cross" ||
                       suite_.unjudged == "too many objects cross";
    judgement_.message = {large ? "tests.unjudged_size" : "tests.unjudged", {}, ""};
    judgement_.note = rubric_error(
        "what the submission gives cannot be judged from another jail: " + suite_.unjudged, "",
        "where an honest solution does the same, say 'assurance: in_process'");
    return std::move(judgement_);
  }

  // Names and messages of tests that students do not have stay with us. What a judge in another
  // jail says is its own, and holds nothing that the student's code could have found there.
  bool may_quote(std::size_t index) const {
    const bool apart = index < suite_.apart.size() && suite_.apart[index];
    return apart ? !rules_.hidden : !rules_.secret() && suite_.may_quote;
  }

  void judge_file(std::size_t index) {
    const FileRun& run = suite_.files[index];
    quoting_ = may_quote(index);
    const Cause cause = file_cause(run, index);
    // What goes on and on has been read.
    const bool endless = cause == Cause::TimeoutCpu || cause == Cause::TimeoutWall;
    const bool loaded =
        !run.failure && (run.finished || endless ||
                         std::any_of(run.tests.begin(), run.tests.end(), [](const TestRun& test) {
                           return test.state == TestState::Passed ||
                                  test.state == TestState::Failed;
                         }));
    ++files_;
    if (loaded) ++loaded_;
    if (cause != Cause::None && trouble_ == Cause::None) {
      trouble_ = cause;
      trouble_run_ = &run;
    }
    if (run.failure) {
      explain_failure(run, index);
      show_failure(run);
    }
    const bool listed = index < suite_.expected.size() && suite_.expected[index].has_value();
    if (rules_.from == TestsFrom::Submission) {
      count_reported(run, cause);
    } else if (listed) {
      count_expected(run, *suite_.expected[index], cause);
    } else {
      count_unlisted(run, cause);
    }
  }

  // What one of our files asks for in vain is the rubric's to mend, or the student's to bring.
  void explain_failure(const FileRun& run, std::size_t index) {
    if (rules_.from == TestsFrom::Submission) return;
    const auto lack = explain_lack(*run.failure, suite_, index, view_, rules_.places);
    if (!lack) return;
    rubrics_fault_ = rubrics_fault_ || lack->rubrics;
    if (!lack->note.empty() && !judgement_.note) judgement_.note = rubric_error(lack->note);
    if (lack->rubrics) return;
    if (asked_file_.empty()) asked_file_ = lack->file;
    if (trouble_ == Cause::MissingPackage) trouble_ = Cause::NotLoadable;
  }

  // None where the file ran to its end.
  Cause file_cause(const FileRun& run, std::size_t index) const {
    if (run.failure && run.failure->kind == LoadFailure::Kind::Empty) return Cause::None;
    if (run.failure) return cause_of(*run.failure);
    if (run.finished) return Cause::None;
    const Cause cause = index < suite_.causes.size() ? suite_.causes[index] : Cause::None;
    return cause == Cause::None ? Cause::MissingResult : cause;
  }

  // `named`: the name holds nothing that students may not see.
  void add_case(const TestRun& test, const TestRun* run, Cause cause, bool named) {
    CaseResult result;
    result.name = visible(test.id.name, kMaxName);
    result.id = visible(test.id.file, kMaxName) + " > " + result.name;
    if (test.id.ordinal > 0) result.id += " #" + std::to_string(test.id.ordinal + 1);
    if (weighed_ && weighed_->wrong.contains(test.id)) {
      result.status = Status::Fail;
      result.cause = Cause::WrongResult;
      result.message = {"tests.case_not_asked_for", {}, ""};
    } else if (run != nullptr && run->state == TestState::Passed) {
      result.status = Status::Pass;
    } else if (run != nullptr && run->state == TestState::Failed) {
      result.status = Status::Fail;
      result.cause = run->cause == Cause::None ? Cause::WrongResult : run->cause;
      const std::string quote = quoting_ ? quote_of(run->message) : "";
      if (is_limit(run->cause)) {
        const bool late = run->cause == Cause::TimeoutCpu || run->cause == Cause::TimeoutWall;
        result.message =
            late ? Message{"tests.case_late", {}, ""} : limit_message(run->cause, suite_.limits);
      } else if (run->cause != Cause::None) {
        result.message = {"tests.case_ended", {}, ""};
      } else if (quoting_ && run->expected && run->actual) {
        result.expected = run->expected;
        result.actual = run->actual;
        result.message = {"tests.case_failed", {}, ""};
      } else if (quote.empty()) {
        result.message = {"tests.case_failed", {}, ""};
      } else {
        result.message = {"tests.case_failed_saying", {{"original", quote}}, ""};
      }
    } else {
      result.status = Status::Fail;
      result.cause = cause == Cause::None ? Cause::MissingResult : cause;
      if (run != nullptr) {
        result.message = {"tests.case_skipped", {}, ""};
      } else if (is_limit(result.cause) || result.cause == Cause::Crashed) {
        result.message = {"tests.case_not_reached", {}, ""};
      } else {
        result.message = {"tests.case_missing", {}, ""};
      }
    }
    counted_.push_back({test.id.name, result.status == Status::Pass});
    if (!quoting_ && result.status != Status::Pass) keep_for_author(result, run);
    if (run != nullptr && quoting_) show_place(run->place);
    if (named) judgement_.cases.push_back(std::move(result));
  }

  // With what the run said, which students may not see.
  void keep_for_author(CaseResult result, const TestRun* run) {
    if (judgement_.for_author.size() == kMaxCases) return;
    if (run != nullptr && run->state == TestState::Failed && run->cause == Cause::None) {
      result.expected = run->expected;
      result.actual = run->actual;
      if (!run->expected || !run->actual)
        result.message.params["original"] = quote_of(run->message);
    }
    judgement_.for_author.push_back(std::move(result));
  }

  void count_expected(const FileRun& run, const std::vector<TestRun>& expected, Cause cause) {
    std::map<std::string_view, Runs> ran;
    std::map<std::string_view, std::size_t> wanted;
    for (const TestRun& test : run.tests) ran[test.id.name].push_back(&test);
    for (const TestRun& test : expected) ++wanted[test.id.name];
    std::map<std::string_view, Runs> unnamed;  // of a function, those that no listed name has
    for (const TestRun& test : run.tests) {
      if (!wanted.contains(test.id.name)) unnamed[function_of(test)].push_back(&test);
    }
    for (const TestRun& test : expected) {
      if (waits(test.state)) continue;  // the suite itself says skip or todo
      const Runs& runs = ran[test.id.name];
      const TestRun* found = runs.size() > wanted[test.id.name] ? worst_of(runs)
                             : runs.empty() && test.by_place
                                 ? taken_from(unnamed[function_of(test)])
                                 : of_ordinal(runs, test);
      add_case(test, found, cause, true);
    }
  }

  void count_reported(const FileRun& run, Cause cause) {
    std::string content;
    const TreeEntry* entry = view_.submission->find(run.file);
    if (entry != nullptr && !quoting_) {
      if (Result<std::string> text = view_.submission->read(*entry)) content = *std::move(text);
    }
    for (const TestRun& test : run.tests) {
      if (waits(test.state)) continue;
      // A name that was made while secret tests were near could hold them; one that stands in the
      // file cannot.
      const std::string_view name = test.id.name;
      const std::size_t last = name.rfind(" > ");
      const std::string_view own = last == std::string_view::npos ? name : name.substr(last + 3);
      add_case(test, &test, cause, quoting_ || content.find(own) != std::string::npos);
    }
  }

  // Our side could not say which tests there are. What the run says can only be evidence.
  void count_unlisted(const FileRun& run, Cause cause) {
    if (cause != Cause::None) {
      counted_.push_back({run.file, false});
      return;
    }
    for (const TestRun& test : run.tests) {
      if (waits(test.state)) continue;
      unlisted_passed_ = unlisted_passed_ || test.state == TestState::Passed;
      add_case(test, &test, cause, quoting_);
    }
  }

  std::int64_t passed() const {
    return std::count_if(counted_.begin(), counted_.end(),
                         [](const Counted& c) { return c.passed; });
  }

  void judge_loading() {
    set_share(judgement_, loaded_, files_, true);
    if (loaded_ == files_) {
      judgement_.message = {"tests.loads", {{"count", files_}}, ""};
    } else {
      explain(0, 0);
    }
    judgement_.cases.clear();
    counted_.clear();
  }

  void judge_own() {
    const std::int64_t good = passed(), count = static_cast<std::int64_t>(counted_.size());
    if (count == 0 && trouble_ == Cause::None) {
      judgement_.status = Status::Fail;
      judgement_.cause = Cause::MissingResult;
      judgement_.message = {"tests.no_own_tests_yet", {{"min", rules_.at_least}}, ""};
      return;
    }
    // A file that did not run to its end is one test that does not pass.
    const std::int64_t asked =
        std::max(count, rules_.at_least) + (trouble_ != Cause::None && good == count ? 1 : 0);
    set_share(judgement_, good, asked, rules_.score == TestsScore::All);
    if (judgement_.status != Status::Pass && trouble_ == Cause::None && good == count) {
      judgement_.cause = Cause::MissingResult;
      judgement_.message = {"tests.too_few_own", {{"count", good}, {"min", rules_.at_least}}, ""};
      return;
    }
    explain(good, count);
    if (!rules_.award.empty()) give_awards();
  }

  // After judge_own(), whose share counts as a factor.
  void judge_variants() {
    const auto& versions = rules_.variants->buggy;
    if (counted_.empty()) return;
    if (weighed_->unsteady) {
      judgement_.status = Status::NeedsReview;
      judgement_.cause = Cause::None;
      judgement_.message = {"tests.variants_unsteady", {}, ""};
      return;
    }
    for (std::size_t i = 0; i < versions.size(); ++i) {
      CaseResult result;
      result.id = "version " + std::to_string(i + 1);
      result.name = versions[i].missed;
      result.status = weighed_->noticed[i] ? Status::Pass : Status::Fail;
      if (!weighed_->noticed[i]) {
        result.cause = Cause::WrongResult;
        result.message = {"tests.case_variant_missed", {}, ""};
      }
      judgement_.cases.push_back(std::move(result));
    }
    std::int64_t told = std::count(weighed_->noticed.begin(), weighed_->noticed.end(), true);
    auto count = static_cast<std::int64_t>(versions.size());
    if (rules_.variants->mutants > 0) {
      const auto [noticed, of] = judge_mutants();
      told += noticed;
      count += of;
    }
    const bool own = judgement_.status == Status::Pass;
    const std::int64_t earned = own ? 1 : judgement_.status == Status::Fail ? 0 : judgement_.earned;
    set_share(judgement_, earned * told, (own ? 1 : judgement_.of) * count,
              rules_.score == TestsScore::All);
    if (!own) return;  // what is said of the tests themselves comes first
    if (told == count) {
      judgement_.message = {"tests.variants_all", {{"count", count}}, ""};
      return;
    }
    judgement_.cause = Cause::WrongResult;
    judgement_.message =
        told == 0 ? Message{"tests.variants_none", {{"count", count}}, ""}
                  : Message{"tests.variants_some", {{"count", count}, {"passed", told}}, ""};
  }

  // So many of them were noticed, of how many.
  std::pair<std::int64_t, std::int64_t> judge_mutants() {
    const std::vector<bool>& mutants = weighed_->mutants;
    const auto of = static_cast<std::int64_t>(mutants.size());
    if (of == 0) {
      judgement_.note =
          rubric_error("no mutant counts: none is noticed by the tests that 'mutants' names", "",
                       "do they pass with the first good version, and look at what it gives?");
      return {0, 0};
    }
    const std::int64_t noticed = std::count(mutants.begin(), mutants.end(), true);
    CaseResult result;
    result.id = "mutants";
    result.name = visible(name_of(rules_.variants->of), kMaxName);
    result.status = noticed == of ? Status::Pass : noticed == 0 ? Status::Fail : Status::Partial;
    if (noticed < of) result.cause = Cause::WrongResult;
    result.message = {"tests.case_mutants", {{"count", of}, {"passed", noticed}}, ""};
    judgement_.cases.push_back(std::move(result));
    return {noticed, of};
  }

  void judge_given() {
    const std::int64_t good = passed(), count = static_cast<std::int64_t>(counted_.size());
    if (count == 0) {
      judgement_.status = Status::NeedsReview;
      judgement_.message = {"tests.nothing_to_count", {}, ""};
      return;
    }
    if (unlisted_passed_) {
      judgement_.status = Status::NeedsReview;
      judgement_.message = {"tests.not_listed", {{"passed", good}, {"count", count}}, ""};
      return;
    }
    set_share(judgement_, good, count, rules_.score == TestsScore::All);
    explain(good, count);
    if (!rules_.award.empty()) give_awards();
  }

  // Each row by its own tests. A row without tests is the rubric's mistake: a person decides.
  void give_awards() {
    Points sum, whole;
    for (const Award& award : rules_.award) {
      std::int64_t of = 0, good = 0;
      for (const Counted& test : counted_) {
        if (!award.match.find(to_valid_utf8(test.name), 0)) continue;
        ++of;
        if (test.passed) ++good;
      }
      whole += award.points;
      if (of == 0 && trouble_ == Cause::None) {
        judgement_.status = Status::NeedsReview;
        judgement_.cause = Cause::None;
        judgement_.message = {"tests.award_without_tests", {}, ""};
        return;
      }
      if (of == 0) continue;
      if (rules_.score == TestsScore::All && good < of) continue;
      sum += share_of(award.points, good, of);
    }
    judgement_.awarded = sum;
    if (sum == whole) {
      // What no row names is not asked for.
      judgement_.status = Status::Pass;
      judgement_.cause = Cause::None;
      judgement_.message = {"tests.awards_all", {}, ""};
    } else {
      judgement_.status = sum > Points{} ? Status::Partial : Status::Fail;
    }
  }

  // Message and cause for how many passed.
  void explain(std::int64_t good, std::int64_t count) {
    if (judgement_.status == Status::Pass) {
      judgement_.message = {"tests.all_pass", {{"count", good}}, ""};
      return;
    }
    if (trouble_ != Cause::None) {
      judgement_.cause = trouble_;
      judgement_.message = trouble_message();
    } else if (good == 0) {
      judgement_.message = {"tests.none_pass", {{"count", count}}, ""};
    } else {
      judgement_.message = {"tests.some_pass", {{"passed", good}, {"count", count}}, ""};
    }
    if (judgement_.cause == Cause::None) {
      // What ended a test is more than that its result is another one.
      const auto ended = std::find_if(judgement_.cases.begin(), judgement_.cases.end(), ends);
      if (ended != judgement_.cases.end()) judgement_.cause = ended->cause;
    }
    if (judgement_.cause == Cause::None) {
      const bool missing = std::any_of(
          judgement_.cases.begin(), judgement_.cases.end(),
          [](const CaseResult& result) { return result.cause == Cause::MissingResult; });
      judgement_.cause = missing ? Cause::MissingResult : Cause::WrongResult;
    }
    if (good > 0) {
      judgement_.message.params["passed"] = good;
      judgement_.message.params["count"] = count;
    }
  }

  Message trouble_message() const {
    if (is_limit(trouble_)) return limit_message(trouble_, suite_.limits);
    switch (trouble_) {
      case Cause::NotLoadable:
      case Cause::MissingPackage:
        if (!asked_file_.empty()) return asked_file_message();
        return message_of(*trouble_run_);
      case Cause::Crashed:
        return {"tests.crashed", {}, ""};
      default:
        return {"tests.exited_early", {}, ""};
    }
  }

  Message asked_file_message() const {
    const std::string near = path_near(asked_file_, *view_.submission);
    if (near.empty()) return {"tests.asked_file", {{"file", asked_file_}}, ""};
    return {"tests.asked_file_but_near", {{"file", asked_file_}, {"near", near}}, ""};
  }

  Message message_of(const FileRun& run) const {
    const auto index = static_cast<std::size_t>(&run - suite_.files.data());
    return failure_message(*run.failure, run.file, view_, rules_.secret(), may_quote(index));
  }

  void show_failure(const FileRun& run) {
    const LoadFailure& failure = *run.failure;
    const TreeEntry* entry = failure.file.empty() ? nullptr : view_.submission->find(failure.file);
    if (entry == nullptr || failure.kind == LoadFailure::Kind::Empty) return;
    for (const Finding& known : judgement_.findings) {
      if (known.path == failure.file && known.line == failure.line) return;
    }
    if (judgement_.findings.size() == kMaxFindings) return;
    Finding& finding = add_finding(judgement_, "loads", failure.file, message_of(run));
    finding.line = failure.line;
    finding.column = failure.line > 0 ? failure.column : 0;
    if (failure.line == 0) return;
    if (const Result<std::string> content = view_.submission->read(*entry)) {
      finding.excerpt = excerpt_at(*content, failure.line);
    }
  }

  // The line of the student's own code that an error came from.
  void show_place(const runners::Place& place) {
    if (place.file.empty() || place.line == 0 || suite_.laid.contains(place.file)) return;
    const TreeEntry* entry = view_.submission->find(place.file);
    if (entry == nullptr || judgement_.findings.size() == kMaxFindings) return;
    for (const Finding& known : judgement_.findings) {
      if (known.path == place.file && known.line == place.line) return;
    }
    Finding& finding = add_finding(judgement_, "stops", place.file, {"tests.stops_at", {}, ""});
    finding.line = place.line;
    finding.column = place.column;
    if (const Result<std::string> content = view_.submission->read(*entry)) {
      finding.excerpt = excerpt_at(*content, place.line);
    }
  }

  void show_cases() {
    if (rules_.hidden) {
      judgement_.cases.clear();
      if (rules_.score != TestsScore::Loads) {
        judgement_.cases_hidden = HiddenCases{static_cast<std::int64_t>(counted_.size()), passed()};
      }
      return;
    }
    if (judgement_.cases.size() <= kMaxCases) return;
    // Those that do not pass come first into the report, in the order of the file.
    std::vector<CaseResult> shown;
    std::size_t room = kMaxCases;
    std::vector<bool> keep(judgement_.cases.size());
    for (const bool failing : {true, false}) {
      for (std::size_t i = 0; i < judgement_.cases.size() && room > 0; ++i) {
        if ((judgement_.cases[i].status != Status::Pass) != failing) continue;
        keep[i] = true;
        --room;
      }
    }
    for (std::size_t i = 0; i < judgement_.cases.size(); ++i) {
      if (keep[i]) shown.push_back(std::move(judgement_.cases[i]));
    }
    judgement_.cases_not_shown = static_cast<std::int64_t>(keep.size() - shown.size());
    judgement_.cases = std::move(shown);
  }

  const TestsRules& rules_;
  const CheckView& view_;
  const SuiteEvidence& suite_;
  std::optional<VariantsWeighed> weighed_;  // where there are variants that ran
  Judgement judgement_;
  std::vector<Counted> counted_;
  std::int64_t files_ = 0, loaded_ = 0;
  Cause trouble_ = Cause::None;  // of the first file that did not run to its end
  const FileRun* trouble_run_ = nullptr;
  bool unlisted_passed_ = false;
  bool quoting_ = false;        // of the file that is judged now
  bool rubrics_fault_ = false;  // a test file of ours cannot be loaded, whatever the student does
  std::string asked_file_;      // the student's file that a test file of ours asks for in vain
};

}  // namespace

Judgement judge_suite(const TestsRules& rules, const CheckView& view, const SuiteEvidence& suite) {
  return SuiteJudge(rules, view, suite).run();
}

}  // namespace grader::rubrics
