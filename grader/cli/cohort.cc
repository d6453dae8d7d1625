#include "grader/cli/cohort.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/digest.h"
#include "grader/base/file.h"
#include "grader/base/text.h"
#include "grader/engine/version.h"
#include "grader/model/report_json.h"
#include "grader/source/heads.h"
#include "grader/source/repository.h"

namespace grader::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxReport = std::size_t{64} << 20;

// "pull/7/head" is "pull-7"; what no folder can be called is left out.
std::string name_of_ref(const std::string& ref) {
  std::string name;
  const std::string shown = ref.ends_with("/head") ? ref.substr(0, ref.size() - 5) : ref;
  for (const char c : shown) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '_' || c == '-';
    name += plain ? c : '-';
  }
  return name.starts_with('.') ? "-" + name : name;
}

std::string name_of_place(const std::string& place) {
  fs::path path = fs::path(place).lexically_normal();
  // "." and ".." are folders with names, too.
  if (path.filename() == "." || path.filename() == "..") {
    std::error_code problem;
    path = fs::absolute(path, problem).lexically_normal();
  }
  if (!path.has_filename()) path = path.parent_path();
  return name_of_ref(path.filename().string());
}

// How many digits of their digests tell the refs apart; they may be made to begin alike.
std::size_t digits_for(const std::vector<CohortMember*>& same) {
  for (std::size_t digits = 6; digits < 64; digits *= 2) {
    std::set<std::string> parts;
    for (const CohortMember* one : same) parts.insert(sha256(one->ref).substr(0, digits));
    if (parts.size() == same.size()) return digits;
  }
  return 64;
}

// "a/b" and "a-b" would be one folder: each gets some digits of its digest, after a sign that no
// name has, so that nobody can take the folder, or the marks, of another by a branch's name. Only a
// pull request keeps its own.
void part_same_names(std::vector<CohortMember>& members) {
  std::map<std::string, std::vector<CohortMember*>> by_name;
  for (CohortMember& member : members) by_name[member.name].push_back(&member);
  for (auto& [name, same] : by_name) {
    if (same.size() < 2) continue;
    const std::size_t digits = digits_for(same);
    const auto pull = std::find_if(same.begin(), same.end(), [](const CohortMember* one) {
      return one->ref.starts_with("pull/") && source::pull_number(one->ref);
    });
    for (auto one = same.begin(); one != same.end(); ++one) {
      if (one != pull) (*one)->name += "~" + sha256((*one)->ref).substr(0, digits);
    }
  }
}

Result<void> refuse_same_names(const std::vector<CohortMember>& members) {
  std::map<std::string, const CohortMember*> known;
  for (const CohortMember& member : members) {
    const auto [first, fresh] = known.emplace(member.name, &member);
    if (fresh) continue;
    const auto what = [](const CohortMember& one) {
      return visible(one.ref.empty() ? one.request.repository : one.ref);
    };
    return usage_error("'" + what(*first->second) + "' and '" + what(member) +
                           "' would both be reported in '" + visible(member.name) + "'",
                       "grade them by themselves, with another --out");
  }
  return {};
}

std::string label_text(Label label) {
  switch (label) {
    case Label::Complete:
      return "complete";
    case Label::OnTheWay:
      return "on the way";
    case Label::Open:
      return "open";
    case Label::NotStarted:
      return "not started";
  }
  return "";
}

std::string points_text(const Report& report) {
  return to_text(report.result.points) + " / " + to_text(report.result.points_possible);
}

// With spaces behind it up to so many characters.
std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.resize(width, ' ');
  return text;
}

}  // namespace

Result<std::vector<CohortMember>> list_members(const std::vector<std::string>& places,
                                               const std::vector<std::string>& refs,
                                               const source::BaseRequest& base) {
  std::vector<CohortMember> members;
  if (refs.empty()) {
    for (const std::string& place : places) {
      std::error_code none;
      if (place.find_first_of("*?[") != std::string::npos && !fs::exists(place, none)) {
        return usage_error("there is no folder '" + visible(place) + "'",
                           "without quotes the shell puts the folders in its place");
      }
      members.push_back({name_of_place(place), "", "", {place, "", base}});
    }
  } else {
    if (places.size() != 1) {
      return usage_error(
          "--ref chooses from one repository, and there are " + std::to_string(places.size()),
          "give one repository with --ref, or folders without");
    }
    Result<std::vector<source::Head>> heads = source::list_heads(places.front(), refs);
    if (!heads) return std::move(heads).error();
    for (source::Head& head : *heads) {
      members.push_back(
          {name_of_ref(head.ref), head.ref, head.commit, {places.front(), head.ref, base}});
    }
    part_same_names(members);
  }
  if (auto different = refuse_same_names(members); !different) return std::move(different).error();
  return members;
}

std::optional<Report> kept_report(const fs::path& folder, const CohortMember& member,
                                  const std::string& rubric_digest, const std::string& marks) {
  if (member.commit.empty()) return std::nullopt;
  const Result<std::string> text = read_file(folder / "report.json", kMaxReport);
  if (!text) return std::nullopt;
  Result<Report> report = report_from_json(*text);
  if (!report || report->result.status != Completeness::Complete ||
      report->submission.commit != member.commit || report->rubric.digest != rubric_digest ||
      report->engine_version != engine::kVersion || report->marks != marks) {
    return std::nullopt;
  }
  return std::move(*report);
}

std::vector<CohortResult> run_cohort_members(
    std::size_t count, int jobs, const std::function<CohortResult(std::size_t)>& grade,
    const std::function<void(std::size_t, const CohortResult&)>& done,
    const std::function<bool()>& stop) {
  std::vector<CohortResult> results(count);
  std::atomic<std::size_t> next{0};
  std::mutex one_at_a_time;
  const auto work = [&] {
    for (std::size_t i = next++; i < count && !stop(); i = next++) {
      results[i] = grade(i);
      const std::lock_guard lock(one_at_a_time);
      done(i, results[i]);
    }
  };
  std::vector<std::thread> workers;
  const std::size_t most = std::min(count, static_cast<std::size_t>(std::max(1, jobs)));
  for (std::size_t i = 1; i < most; ++i) workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
  return results;
}

std::string cohort_to_json(const RubricFacts& rubric, const std::vector<CohortMember>& members,
                           const std::vector<CohortResult>& results) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < members.size(); ++i) {
    const CohortMember& member = members[i];
    Json row{{"name", member.name}, {"ref", member.ref}};
    if (const auto& report = results[i].report) {
      row["commit"] = report->submission.commit;
      row["label"] = to_text(report->result.label);
      row["points"] = to_text(report->result.points);
      row["points_open"] = to_text(report->result.points_open);
      row["points_possible"] = to_text(report->result.points_possible);
      row["percent"] = report->result.percent;
      row["report"] = member.name + "/report.json";
    } else if (const auto& error = results[i].error) {
      row["error"] = {{"message", to_text(*error)}};
    } else {
      row["error"] = {{"message", "not begun"}};
    }
    rows.push_back(std::move(row));
  }
  const Json document{
      {"format", "grader-cohort"},
      {"version", 1},
      {"rubric", {{"id", rubric.id}, {"version", rubric.version}, {"digest", rubric.digest}}},
      {"submissions", std::move(rows)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string cohort_to_text(const std::vector<CohortMember>& members,
                           const std::vector<CohortResult>& results) {
  std::size_t width = 0, points_width = 0;
  for (const CohortMember& member : members) width = std::max(width, member.name.size());
  width = std::min<std::size_t>(width, 40);
  for (const CohortResult& result : results) {
    if (result.report) points_width = std::max(points_width, points_text(*result.report).size());
  }
  constexpr std::array kLabels{Label::Complete, Label::OnTheWay, Label::Open, Label::NotStarted};
  std::map<Label, int> counts;
  int without = 0;
  std::string text;
  for (std::size_t i = 0; i < members.size(); ++i) {
    text += padded(visible(members[i].name, 40), width) + "  ";
    if (const auto& report = results[i].report) {
      ++counts[report->result.label];
      text += padded(label_text(report->result.label), 12);
      if (report->result.points_open == Points{}) {
        text += points_text(*report);
      } else {
        text += padded(points_text(*report), points_width) + "  " +
                to_text(report->result.points_open) + " open";
      }
    } else {
      ++without;
      const auto& error = results[i].error;
      text += "not graded  " + (error ? visible(error->message, 100) : "it was not begun");
    }
    text += "\n";
  }
  std::string sentence;
  for (const Label label : kLabels) {
    if (counts[label] == 0) continue;
    sentence +=
        (sentence.empty() ? " " : ", ") + std::to_string(counts[label]) + " " + label_text(label);
  }
  if (without > 0) {
    sentence += (sentence.empty() ? " " : ", ") + std::to_string(without) + " not graded";
  }
  return text + "\n" + std::to_string(members.size()) +
         (members.size() == 1 ? " submission:" : " submissions:") + sentence + "\n";
}

}  // namespace grader::cli
