// What `grader rubric test` prints.
#include <algorithm>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "grader/cli/rubric_test.h"
#include "grader/engine/explain_points.h"

namespace grader::cli {
namespace {

using engine::CheckProof;
using Json = nlohmann::ordered_json;

// Rows with columns as wide as they need; the first row is the heading.
std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const std::vector<std::string>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const std::vector<std::string>& row : rows) {
    std::string line = " ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += " " + row[i] + std::string(widths[i] - row[i].size() + 1, ' ');
    }
    line.resize(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string count_of(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

// Whether points are open that only a person could give, as the rubric means it. Where another
// check asks a person, that is a fault.
bool waits_for_a_person(const Report& report) {
  if (report.result.points_open == Points{}) return false;
  for (const TaskResult& task : report.tasks) {
    for (const CheckResult& check : task.checks) {
      if (check.kind == "manual" && check.status == Status::NeedsReview) return true;
    }
  }
  return false;
}

std::string should_be(const engine::ProofRun& run) {
  const rubrics::Proof& proof = *run.proof;
  if (proof.kind == rubrics::ProofKind::Solution && !proof.points) {
    return waits_for_a_person(run.reports.front()) ? "all but the open" : "all";
  }
  return proof.points ? to_text(*proof.points) : "as pinned";
}

bool has_fault(const TestedRubric& tested, const std::string& proof) {
  return std::any_of(tested.proof.faults.begin(), tested.proof.faults.end(),
                     [&](const engine::Fault& fault) { return fault.proof == proof; });
}

std::string proofs_table(const TestedRubric& tested) {
  std::vector<std::vector<std::string>> rows{{"proof", "points", "should be", ""}};
  for (const engine::ProofRun& run : tested.runs) {
    const ReportResult& result = run.reports.front().result;
    std::string points = to_text(result.points) + " of " + to_text(result.points_possible);
    if (result.points_open > Points{}) points += ", " + to_text(result.points_open) + " open";
    rows.push_back({run.proof->name, points, should_be(run),
                    has_fault(tested, run.proof->name) ? "FAULT" : "ok"});
  }
  return table(rows);
}

// What 100 % of a solution means where a person gives points.
std::string about_open(const TestedRubric& tested) {
  const bool open = std::any_of(tested.runs.begin(), tested.runs.end(), [](const auto& run) {
    return run.proof->kind == rubrics::ProofKind::Solution &&
           waits_for_a_person(run.reports.front());
  });
  if (!open) return "";
  return "  open: a person gives these points, so a solution is whole without them;\n"
         "  'marks: FILE' at a proof gives them, and then they count\n\n";
}

std::string checks_table(const TestedRubric& tested) {
  constexpr std::size_t kNames = 3;
  const auto names = [](std::vector<std::string> proofs) {
    if (proofs.empty()) return std::string("-");
    const std::size_t all = proofs.size();
    if (all > kNames) proofs.resize(kNames);
    return join(proofs, ", ") + (all > kNames ? " +" + std::to_string(all - kNames) : "");
  };
  std::vector<std::vector<std::string>> rows{{"check", "passed by", "not passed by", ""}};
  for (const CheckProof& check : tested.proof.checks) {
    std::string state;
    switch (check.state) {
      case CheckProof::State::Proved:
        state = "ok";
        break;
      case CheckProof::State::Person:
        state = "a person judges";
        break;
      case CheckProof::State::Excused:
        state = "not proved: " + visible(tested.proofs->unproved.at(check.id));
        break;
      case CheckProof::State::Unproved:
        state = "FAULT";
    }
    rows.push_back({check.id, names(check.passed), names(check.not_passed), state});
  }
  return table(rows);
}

std::string fault_text(const engine::Fault& fault) {
  std::string text = fault.proof.empty() ? "" : fault.proof + ": ";
  if (!fault.subject.empty()) text += fault.subject + " ";
  return text + fault.message;
}

}  // namespace

std::string proof_text(const TestedRubric& tested, bool explain) {
  std::string text = tested.file + ": " + visible(tested.rubric->title) + "\n\n" +
                     proofs_table(tested) + "\n" + about_open(tested) + checks_table(tested) + "\n";
  for (const engine::ProofRun& run : tested.runs) {
    if (!explain) break;
    text += "--- " + run.proof->name + " ---\n" +
            engine::explain_points(run.reports.front(), &*tested.rubric, run.kept_back) + "\n";
  }
  std::size_t number = 0;
  for (const engine::Fault& fault : tested.proof.faults) {
    text += std::to_string(++number) + ". " + fault_text(fault) + "\n";
    if (!fault.hint.empty()) text += "   hint: " + fault.hint + "\n";
  }
  text += tested.file + ": ";
  if (!tested.judged) {
    text += "some checks could not be judged";
  } else if (tested.proof.faults.empty()) {
    text += "proved, " + count_of(tested.proof.checks.size(), "check") + " by " +
            count_of(tested.runs.size(), "proof");
  } else {
    text += "not proved, " + count_of(tested.proof.faults.size(), "fault");
  }
  return text + "\n";
}

std::string proofs_json(const std::vector<TestedRubric>& all) {
  Json document{{"format", "grader-rubric-test"}, {"version", 1}, {"rubrics", Json::array()}};
  const auto number = [](Points points) { return static_cast<double>(points.hundredths) / 100; };
  for (const TestedRubric& tested : all) {
    Json one{{"file", tested.file}, {"proved", tested.proved()}};
    if (tested.error) {
      one["error"] = {{"message", tested.error->message},
                      {"where", tested.error->where},
                      {"hint", tested.error->hint}};
      document["rubrics"].push_back(std::move(one));
      continue;
    }
    one["id"] = tested.rubric->id;
    one["version_of_rubric"] = tested.rubric->version;
    one["digest"] = tested.rubric->digest;
    one["judged"] = tested.judged;
    one["proofs"] = Json::array();
    for (const engine::ProofRun& run : tested.runs) {
      const ReportResult& result = run.reports.front().result;
      one["proofs"].push_back({{"name", run.proof->name},
                               {"points", number(result.points)},
                               {"points_open", number(result.points_open)},
                               {"points_possible", number(result.points_possible)},
                               {"runs", run.reports.size()},
                               {"ok", !has_fault(tested, run.proof->name)}});
    }
    one["checks"] = Json::array();
    for (const CheckProof& check : tested.proof.checks) {
      static constexpr const char* kStates[] = {"proved", "person", "excused", "unproved"};
      one["checks"].push_back({{"id", check.id},
                               {"state", kStates[static_cast<std::size_t>(check.state)]},
                               {"passed_by", check.passed},
                               {"not_passed_by", check.not_passed}});
    }
    one["faults"] = Json::array();
    for (const engine::Fault& fault : tested.proof.faults) {
      Json mine{{"what", fault.what}};
      if (!fault.proof.empty()) mine["proof"] = fault.proof;
      if (!fault.subject.empty()) mine["subject"] = fault.subject;
      mine["message"] = fault.message;
      if (!fault.hint.empty()) mine["hint"] = fault.hint;
      one["faults"].push_back(std::move(mine));
    }
    document["rubrics"].push_back(std::move(one));
  }
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace grader::cli
