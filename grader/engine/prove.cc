#include "grader/engine/prove.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <variant>

#include "grader/base/text.h"

namespace grader::engine {
namespace {

using rubrics::Proof;
using rubrics::ProofKind;

std::string points_text(Points points) {
  return to_text(points) + (points == Points{100} ? " point" : " points");
}

// "0 of 3 points"
std::string of_text(Points points, Points possible) {
  return to_text(points) + " of " + points_text(possible);
}

// What the status of a check says, after its id.
std::string told(const CheckResult& check) {
  switch (check.status) {
    case Status::Pass:
      return "passes";
    case Status::Partial:
      return "passes in part";
    case Status::Fail:
      return "fails";
    case Status::NotStarted:
      return "is not started";
    case Status::Skipped:
      return "waits for " + join(check.waits_for, ", ");
    case Status::NeedsReview:
      return "asks a person";
    case Status::Error:
      return "could not be judged";
  }
  return "";
}

// What a framework, a compiler or a program said itself.
std::string original_of(const Message& message) {
  const auto found = message.params.find("original");
  if (found == message.params.end()) return "";
  const auto* text = std::get_if<std::string>(&found->second);
  if (text == nullptr) return "";
  std::string line = *text;
  std::replace(line.begin(), line.end(), '\n', ' ');
  return visible(line);
}

// What is known of a case that did not pass, part by part.
std::vector<std::string> parts_of(const CaseResult& one, std::string* original) {
  std::vector<std::string> parts{"'" + visible(one.name, 100) + "'"};
  if (one.expected) parts.push_back("expected '" + visible(*one.expected, 100) + "'");
  if (one.actual) parts.push_back("came '" + visible(*one.actual, 100) + "'");
  if (const std::string said = original_of(one.message); !said.empty()) *original = said;
  return parts;
}

// By their names alone: "; also 'b', 'c' and 2 more".
std::string also(const char* word, const std::vector<const CaseResult*>& cases) {
  constexpr std::size_t kNames = 5;
  if (cases.empty()) return "";
  std::vector<std::string> names;
  for (const CaseResult* one : cases) {
    if (names.size() < kNames) names.push_back("'" + visible(one->name, 100) + "'");
  }
  const std::size_t more = cases.size() - names.size();
  return std::string("; ") + word + " " + join(names, ", ") +
         (more > 0 ? " and " + std::to_string(more) + " more" : "");
}

// Those that students do not see: the first with what is known of it.
std::string hidden_of(const std::vector<const CaseResult*>& hidden) {
  if (hidden.empty()) return "";
  std::string original;
  const CaseResult& first = *hidden.front();
  std::vector<std::string> parts = parts_of(first, &original);
  if (!first.expected && !first.actual && !first.message.text.empty()) {
    parts.push_back("\"" + visible(first.message.text) + "\"");
  }
  if (!original.empty()) parts.push_back("original message \"" + original + "\"");
  return "; hidden from students: case " + join(parts, ", ") +
         also("also", {hidden.begin() + 1, hidden.end()});
}

// The first thing that a check found, or the first case that did not pass, and what was said there;
// the other cases; then what students do not see.
std::string example_of(const CheckResult& check, const std::vector<CaseResult>& kept_back) {
  std::vector<std::string> parts;
  std::string original = original_of(check.message);
  const auto of_finding = [&](const Finding& finding) {
    std::string place = visible(finding.path);
    if (finding.line > 0) place += ":" + std::to_string(finding.line);
    const std::string text = "\"" + visible(finding.message.text) + "\"";
    if (finding.message.text == check.message.text && !place.empty()) {
      parts.push_back(place);
    } else {
      parts.push_back(place + (place.empty() ? "" : ": ") + text);
    }
    if (const std::string said = original_of(finding.message); !said.empty()) original = said;
  };
  const auto finding = std::find_if(check.findings.begin(), check.findings.end(),
                                    [](const Finding& one) { return !one.in_template; });
  const auto failed =
      std::find_if(check.cases.begin(), check.cases.end(),
                   [](const CaseResult& one) { return one.status != Status::Pass; });
  std::vector<const CaseResult*> others;
  for (auto one = failed; one != check.cases.end(); ++one) {
    const bool told = one == failed && finding == check.findings.end();
    if (!told && one->status != Status::Pass && one->status != Status::Skipped) {
      others.push_back(&*one);
    }
  }
  // A case may be shown by its name alone, and the rest of it kept back.
  std::vector<const CaseResult*> hidden;
  const CaseResult* shown = failed == check.cases.end() ? nullptr : &*failed;
  for (const CaseResult& one : kept_back) {
    const bool named = std::any_of(check.cases.begin(), check.cases.end(),
                                   [&](const CaseResult& other) { return other.id == one.id; });
    if (!named) hidden.push_back(&one);
    if (named && shown != nullptr && one.id == shown->id) shown = &one;
  }
  if (finding != check.findings.end()) {
    of_finding(*finding);
  } else if (shown != nullptr) {
    parts = parts_of(*shown, &original);
    parts.front() = "case " + parts.front();
  }
  if (!original.empty()) parts.push_back("original message \"" + original + "\"");
  const std::string rest = also(finding == check.findings.end() ? "also" : "cases", others);
  return (parts.empty() ? "" : " (" + join(parts, ", ") + rest + ")") + hidden_of(hidden);
}

// The sentence that a student reads, in quotes.
std::string quoted(const CheckResult& check, const std::vector<CaseResult>& kept_back) {
  if (check.message.text.empty()) return "";
  return ": \"" + visible(check.message.text) + "\"" +
         (check.status == Status::Pass ? "" : example_of(check, kept_back));
}

// What the grader noted for the author about a check, without its code and the check's id.
std::string note_about(const Report& report, const std::string& id) {
  for (const std::string& note : report.run.notes) {
    const std::size_t at = note.find(" " + id + ": ");
    if (at != std::string::npos) return note.substr(at + id.size() + 3);
  }
  return "";
}

// Why nothing is there: a path that is probably mistyped.
std::string path_note(const Report& report, const std::string& task) {
  const std::string beginning = "warning: task '" + task + "': the path ";
  for (const std::string& note : report.run.notes) {
    if (note.starts_with(beginning)) return note.substr(beginning.size() - 9);
  }
  return "";
}

class Prover {
 public:
  Prover(const rubrics::Rubric& rubric, const rubrics::Proofs& proofs,
         const std::vector<ProofRun>& runs)
      : rubric_(rubric), proofs_(proofs), runs_(runs) {
    for (const rubrics::Task& task : rubric.tasks) {
      specs_[task.id] = &task;
      for (const rubrics::CheckSpec& check : task.checks)
        needs_[task.id + "/" + check.id] = check.needs;
    }
  }

  RubricProof prove() {
    for (const ProofRun& run : runs_) {
      const Report& report = run.reports.front();
      proof_ = run.proof;
      kept_back_ = &run.kept_back;
      if (proof_->kind == ProofKind::Solution) has_all(report);
      if (proof_->kind == ProofKind::Template) has_nothing(report);
      compare(report);
      if (run.reports.size() > 1) is_steady(run.reports);
    }
    proof_ = nullptr;
    for (const rubrics::Task& task : rubric_.tasks) {
      for (const rubrics::CheckSpec& check : task.checks) both_ways(task.id, check);
    }
    return std::move(made_);
  }

 private:
  void fault(std::string what, std::string subject, std::string message, std::string hint = "") {
    made_.faults.push_back({std::move(what), proof_ == nullptr ? "" : proof_->name,
                            std::move(subject), std::move(message), std::move(hint)});
  }

  std::string quoted(const std::string& id, const CheckResult& check) const {
    static const std::vector<CaseResult> kNone;
    const auto found = kept_back_->find(id);
    return engine::quoted(check, found == kept_back_->end() ? kNone : found->second);
  }

  bool loses_in_solution(const std::string& id) const {
    return std::any_of(made_.faults.begin(), made_.faults.end(), [&](const Fault& one) {
      return one.what == "solution_loses" && one.subject == id;
    });
  }

  // What waits for a check that loses points in a solution is no fault of its own.
  bool follows(const std::string& id) const {
    const std::vector<std::string>& needs = needs_.at(id);
    return std::any_of(needs.begin(), needs.end(), [&](const std::string& need) {
      return loses_in_solution(need) || follows(need);
    });
  }

  // Nothing mandatory is lost, but for what only a person gives.
  void has_all(const Report& report) {
    for (const TaskResult& task : report.tasks) {
      if (task.group == Group::Extra) continue;
      std::set<std::string> enough;  // checks of blocks that have all their points
      for (const BlockResult& block : task.blocks) {
        if (block.points == block.points_possible) {
          enough.insert(block.checks.begin(), block.checks.end());
        }
      }
      const rubrics::Task& spec = *specs_.at(task.id);
      for (std::size_t i = 0; i < task.checks.size(); ++i) {
        const CheckResult& check = task.checks[i];
        const bool remarks =
            check.tier == Tier::Improve && !spec.checks[i].has_points && spec.checks[i].block < 0;
        if (!remarks && !enough.contains(check.id)) gives_all(report, task, check);
        if (check.deduction && check.deduction->points > Points{}) {
          const std::string id = task.id + "/" + check.id;
          fault("solution_loses", id,
                "takes " + points_text(check.deduction->points) + " off" + quoted(id, check));
        }
      }
    }
  }

  void gives_all(const Report& report, const TaskResult& task, const CheckResult& check) {
    if (check.status == Status::Pass || check.status == Status::Error) return;
    const std::string id = task.id + "/" + check.id;
    if (check.status == Status::NeedsReview) {
      if (check.kind == "manual") return;
      const std::string note = note_about(report, id);
      fault("asks_a_person", id, "asks a person instead of deciding" + quoted(id, check),
            note.empty() ? "what does the check need that the solution does not have?" : note);
      return;
    }
    if (check.status == Status::Skipped && follows(id)) return;
    std::string message = told(check);
    if (check.points_possible > Points{}) {
      message += ", " + of_text(check.points, check.points_possible);
    }
    std::string hint = check.status == Status::NotStarted ? path_note(report, task.id) : "";
    // Once is enough.
    if (hint.empty() && check.kind != "manual" && !std::exchange(asked_which_, true)) {
      hint =
          "is it the solution or the check that is wrong? --explain says how the points came about";
    }
    fault("solution_loses", id,
          message + (check.status == Status::Skipped ? "" : quoted(id, check)), std::move(hint));
  }

  void has_nothing(const Report& report) {
    const Points earned = report.result.points, declared = proof_->points.value_or(Points{});
    if (earned == declared) return;
    if (earned < declared) {
      fault("template_earns", "",
            "earns " + points_text(earned) + ", and " + to_text(declared) + " are declared",
            "in " + proofs_file() + ": " + template_points(earned));
      return;
    }
    std::vector<std::string> givers;
    for (const TaskResult& task : report.tasks) {
      for (const BlockResult& block : task.blocks) {
        if (block.points > Points{}) {
          givers.push_back(task.id + "/" + block.id + " gives " + to_text(block.points));
        }
      }
      for (const CheckResult& check : task.checks) {
        if (check.points > Points{}) {
          givers.push_back(task.id + "/" + check.id + " gives " + to_text(check.points));
        }
      }
    }
    fault("template_earns", "",
          "earns " + of_text(earned, report.result.points_possible) + " before anything is done" +
              (declared > Points{} ? ", and " + to_text(declared) + " are declared" : "") + ": " +
              join(givers, ", "),
          "whoever changes one space has these points: let such a check need another one, or "
          "say in " +
              proofs_file() + ": " + template_points(earned));
  }

  std::string proofs_file() const { return proofs_.file.filename().string(); }

  // As it stands there, of the one template or of one of several.
  std::string template_points(Points points) const {
    if (proofs_.templates.size() < 2) return "template: {points: " + to_text(points) + "}";
    return "points: " + to_text(points) + " at '" + proof_->name + "'";
  }

  void compare(const Report& report) {
    const ReportResult& result = report.result;
    if (proof_->points && proof_->kind != ProofKind::Template && *proof_->points != result.points) {
      fault("pin_differs", "",
            of_text(result.points, result.points_possible) + ", and " + to_text(*proof_->points) +
                " are pinned",
            "--explain says how the points of each proof came about");
    }
    if (proof_->passed && result.passed != proof_->passed) {
      const std::string really = !result.passed   ? "is not decided"
                                 : *result.passed ? "passes"
                                                  : "does not pass";
      fault("pin_differs", "",
            really + " with " + of_text(result.points, result.points_possible) +
                ", and the pin is " + (*proof_->passed ? "'passed: true'" : "'passed: false'"));
    }
    for (const TaskResult& task : report.tasks) {
      const auto pinned = proof_->tasks.find(task.id);
      if (pinned != proof_->tasks.end()) {
        compare(pinned->second, task.id, task.status, Cause::None, task.points,
                task.points_possible, "");
      }
      for (const CheckResult& check : task.checks) {
        const std::string id = task.id + "/" + check.id;
        const auto pin = proof_->checks.find(id);
        if (pin == proof_->checks.end()) continue;
        compare(pin->second, id, check.status, check.cause, check.points, check.points_possible,
                quoted(id, check));
      }
    }
  }

  void compare(const rubrics::Pin& pin, const std::string& id, Status status, Cause cause,
               Points points, Points possible, const std::string& said) {
    if (status == Status::Error) return;  // said by whoever sees the report
    const bool same = (!pin.status || *pin.status == status) &&
                      (!pin.points || *pin.points == points) && (!pin.cause || *pin.cause == cause);
    if (same) return;
    std::vector<std::string> is{std::string(to_text(status))}, should;
    if (cause != Cause::None) is.back() += " (" + std::string(to_text(cause)) + ")";
    if (possible > Points{}) is.push_back(of_text(points, possible));
    if (pin.status) should.emplace_back(to_text(*pin.status));
    if (pin.cause) should.push_back("cause " + std::string(to_text(*pin.cause)));
    if (pin.points) should.push_back(points_text(*pin.points));
    fault("pin_differs", id,
          "is " + join(is, ", ") + ", and pinned as " + join(should, ", ") + said);
  }

  // The same each time.
  void is_steady(const std::vector<Report>& reports) {
    for (const rubrics::Task& task : rubric_.tasks) {
      for (const rubrics::CheckSpec& spec : task.checks) {
        std::vector<std::pair<std::string, int>> ways;
        std::set<std::string> whole;  // with every case
        for (const Report& report : reports) {
          const CheckResult* check = find(report, task.id, spec.id);
          if (check == nullptr) continue;
          std::string way{to_text(check->status)};
          if (check->status == Status::Partial) way += " with " + points_text(check->points);
          std::string all = way + " " + std::string(to_text(check->cause));
          for (const CaseResult& one : check->cases) {
            all += "\n" + one.id + " " + std::string(to_text(one.status));
          }
          whole.insert(std::move(all));
          const auto known = std::find_if(ways.begin(), ways.end(),
                                          [&](const auto& other) { return other.first == way; });
          if (known == ways.end()) {
            ways.emplace_back(way, 1);
          } else {
            ++known->second;
          }
        }
        if (whole.size() < 2) continue;
        std::vector<std::string> told;
        told.reserve(ways.size() + 1);
        for (const auto& [way, times] : ways) told.push_back(std::to_string(times) + " x " + way);
        if (ways.size() < 2) told.emplace_back("each time with other cases");
        fault("flaky", task.id + "/" + spec.id,
              "comes out differently in " + std::to_string(reports.size()) +
                  " runs: " + join(told, ", "),
              "does it depend on the time, on chance or on the order of tests?");
      }
    }
  }

  static const CheckResult* find(const Report& report, const std::string& task,
                                 const std::string& check) {
    for (const TaskResult& one : report.tasks) {
      if (one.id != task) continue;
      for (const CheckResult& result : one.checks) {
        if (result.id == check) return &result;
      }
    }
    return nullptr;
  }

  void both_ways(const std::string& task, const rubrics::CheckSpec& spec) {
    CheckProof check;
    check.id = task + "/" + spec.id;
    std::vector<std::string> others;
    for (const ProofRun& run : runs_) {
      bool passed = false, not_passed = false;
      for (const Report& report : run.reports) {
        const CheckResult* result = find(report, task, spec.id);
        if (result == nullptr) continue;
        passed = passed || result->status == Status::Pass;
        not_passed =
            not_passed || result->status == Status::Fail || result->status == Status::Partial;
      }
      if (passed) check.passed.push_back(run.proof->name);
      if (not_passed) check.not_passed.push_back(run.proof->name);
      const CheckResult* first = find(run.reports.front(), task, spec.id);
      if (!passed && !not_passed && first != nullptr) {
        others.push_back(run.proof->name + ": " + told(*first));
      }
    }
    const bool proved = !check.passed.empty() && !check.not_passed.empty();
    if (spec.kind == "manual") {
      check.state = CheckProof::State::Person;
    } else if (proofs_.unproved.contains(check.id)) {
      check.state = CheckProof::State::Excused;
      if (proved) {
        fault("proved_after_all", check.id, "is proved, and stands in 'unproved'", "take it out");
      }
    } else if (proved) {
      check.state = CheckProof::State::Proved;
    } else {
      one_sided(check, others);
    }
    if (check.state != CheckProof::State::Excused) every_version(task, spec.id);
    made_.checks.push_back(std::move(check));
  }

  // A buggy version (`variants`) that the tests of no proof notice may do what the good one does.
  void every_version(const std::string& task, const std::string& check) {
    std::map<std::string, std::pair<std::string, bool>> versions;  // id -> words, noticed
    for (const ProofRun& run : runs_) {
      for (const Report& report : run.reports) {
        const CheckResult* result = find(report, task, check);
        if (result == nullptr) continue;
        for (const CaseResult& one : result->cases) {
          if (!one.id.starts_with("version ")) continue;
          auto& version = versions[one.id];
          version.first = one.name;
          version.second = version.second || one.status == Status::Pass;
        }
      }
    }
    for (const auto& [id, version] : versions) {
      if (version.second) continue;
      fault("never_noticed", task + "/" + check,
            "buggy " + id + " ('" + visible(version.first, 100) + "') is noticed in no proof",
            "does it do what the good version does? Let a proof's tests notice it, or take it out");
    }
  }

  void one_sided(const CheckProof& check, const std::vector<std::string>& others) {
    if (!check.passed.empty()) {
      fault("never_fails", check.id,
            "passes wherever it decides (" + join(check.passed, ", ") +
                "), so nothing shows that "
                "it can fail",
            "add an example that it should not pass; or take the check out");
    } else if (loses_in_solution(check.id)) {
      return;  // that is said
    } else if (!check.not_passed.empty()) {
      fault("never_passes", check.id,
            "passes in no proof (it does not in " + join(check.not_passed, ", ") + ")",
            "add an example that it should pass; or mend the check");
    } else if (!follows(check.id)) {
      fault("never_decides", check.id, "decides in no proof (" + join(others, "; ") + ")",
            "add an example that it should pass, and one that it should not; or say under "
            "'unproved' why there is none");
    }
  }

  const rubrics::Rubric& rubric_;
  const rubrics::Proofs& proofs_;
  const std::vector<ProofRun>& runs_;
  std::map<std::string, const rubrics::Task*> specs_;
  std::map<std::string, std::vector<std::string>> needs_;  // by check
  const Proof* proof_ = nullptr;
  const KeptBack* kept_back_ = nullptr;
  bool asked_which_ = false;
  RubricProof made_;
};

}  // namespace

RubricProof prove(const rubrics::Rubric& rubric, const rubrics::Proofs& proofs,
                  const std::vector<ProofRun>& runs) {
  return Prover(rubric, proofs, runs).prove();
}

}  // namespace grader::engine
