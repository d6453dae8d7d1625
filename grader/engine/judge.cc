#include "grader/engine/judge.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "grader/base/digest.h"
#include "grader/engine/score.h"

namespace grader::engine {

rubrics::CheckInput input_of(const rubrics::CheckView& view, const RunState& state) {
  const auto of = [](const auto& one) { return one ? &*one : nullptr; };
  return {view,           of(state.evidence), of(state.program), of(state.calls),
          of(state.page), of(state.review)};
}
namespace {

CheckResult blank_result(const PlannedCheck& planned) {
  const rubrics::CheckSpec& spec = *planned.spec;
  CheckResult result;
  result.id = spec.id;
  result.kind = spec.kind;
  result.title = spec.title;
  result.tier = spec.tier;
  result.points_possible = spec.points;
  result.ask = spec.ask;
  result.why = spec.why;
  result.learn = spec.learn;
  result.praise = spec.praise;
  return result;
}

void set_error(CheckResult& result, const Error& error) {
  result.status = Status::Error;
  result.message = {"engine.error", {{"code", note_code(error)}}, ""};
}

Error not_run_yet() {
  return grader_error("not run yet");
}

class Judge {
 public:
  Judge(const Plan& plan, const Evidence& evidence, ReadJudgements* read)
      : plan_(plan), evidence_(evidence), read_(read) {
    for (std::size_t i = 0; i < plan.checks.size(); ++i) by_id_[plan.checks[i].id] = i;
    results_.resize(plan.checks.size());
  }

  const CheckResult& result(std::size_t index) {
    if (!results_[index]) {
      // The loader refuses circles of needs, so this ends.
      CheckResult made = make(index);
      results_[index] = std::move(made);
    }
    return *results_[index];
  }

 private:
  CheckResult make(std::size_t index) {
    const PlannedCheck& planned = plan_.checks[index];
    CheckResult result = blank_result(planned);
    if (planned.not_started) {
      result.status = Status::NotStarted;
      result.message = planned.not_there ? Message{"engine.nothing_there", {}, ""}
                                         : Message{"engine.not_started", {}, ""};
      return result;
    }
    if (wait(planned, result)) return result;
    if (planned.failed) {
      set_error(result, *planned.failed);
      return result;
    }
    rubrics::CheckInput input{planned.view};
    if (planned.plan.runs()) {
      const auto found = evidence_.find(index);
      if (found == evidence_.end() || !found->second.ran()) {
        const bool failed = found != evidence_.end() && found->second.failed;
        set_error(result, failed ? *found->second.failed : not_run_yet());
        return result;
      }
      input = input_of(planned.view, found->second);
    }
    rubrics::Judgement judgement = ask(index, input);
    const bool earns = judgement.status == Status::Pass || judgement.status == Status::Partial;
    if (planned.not_there && earns) {
      result.status = Status::Fail;
      result.message = {"engine.nothing_there", {}, ""};
      return result;
    }
    result.status = judgement.status;
    result.cause = judgement.cause;
    result.assurance = judgement.assurance;
    result.in_process_because = std::move(judgement.in_process_because);
    result.message = std::move(judgement.message);
    result.points = points_for(judgement, planned.spec->points);
    if (judgement.status == Status::Partial && !judgement.awarded && judgement.of > 0) {
      result.share = Share{judgement.earned, judgement.of};
    }
    result.findings = std::move(judgement.findings);
    for (Finding& finding : result.findings) finding.tier = planned.spec->tier;
    result.cases = std::move(judgement.cases);
    result.cases_not_shown = judgement.cases_not_shown;
    result.cases_hidden = judgement.cases_hidden;
    show(planned, judgement.exhibits, result);
    for (const std::string& id : planned.spec->shows) {
      const auto shown = by_id_.find(id);
      if (shown == by_id_.end()) continue;
      const CheckResult& other = this->result(shown->second);
      result.evidence.insert(result.evidence.end(), other.evidence.begin(), other.evidence.end());
    }
    if (planned.mark != nullptr) apply(*planned.mark, *planned.spec, result);
    return result;
  }

  // Names and places of what people can look at are ours. What several checks saw alike is kept
  // once.
  void show(const PlannedCheck& planned, std::vector<rubrics::Exhibit>& exhibits,
            CheckResult& result) {
    int number = 0;
    for (rubrics::Exhibit& exhibit : exhibits) {
      const std::string ending = exhibit.media_type == "image/png"    ? ".png"
                                 : exhibit.media_type == "image/jpeg" ? ".jpg"
                                                                      : ".txt";
      grader::Evidence evidence;
      evidence.kind = exhibit.kind;
      evidence.media_type = exhibit.media_type;
      evidence.path = "evidence/" + planned.task->id + "-" + planned.spec->id + "-" +
                      std::to_string(++number) + ending;
      evidence.title = exhibit.title;
      evidence.sha256 = sha256(exhibit.content);
      const auto [kept, first] =
          kept_.try_emplace(exhibit.title + '\n' + evidence.sha256, evidence.path);
      evidence.path = kept->second;
      if (first) {
        evidence.content = std::make_shared<const std::string>(std::move(exhibit.content));
      }
      result.evidence.push_back(std::move(evidence));
    }
  }

  // A person decides where one was asked, and wherever the rubric leaves it to a person.
  static void apply(const rubrics::CheckMark& mark, const rubrics::CheckSpec& spec,
                    CheckResult& result) {
    if (result.status != Status::NeedsReview && spec.kind != "manual") return;
    result.status = status_of(mark.earned, mark.of);
    result.cause = Cause::None;
    result.assurance = Assurance::Human;
    result.points = share_of(spec.points, mark.earned, mark.of);
    result.share.reset();
    result.message = {"manual.decided", {}, ""};
    result.review = Review{result.points, mark.remark};
    if (mark.criteria.empty()) return;
    result.cases.clear();
    for (const rubrics::CriterionMark& criterion : mark.criteria) {
      CaseResult decided;
      decided.id = criterion.id;
      decided.name = criterion.title;
      decided.status = status_of(criterion.points.hundredths, criterion.possible.hundredths);
      decided.message = {
          "manual.criterion",
          {{"points", to_text(criterion.points)}, {"possible", to_text(criterion.possible)}},
          ""};
      if (!criterion.level.empty()) {
        decided.message.id = "manual.criterion_level";
        decided.message.params["level"] = criterion.level;
      }
      if (!criterion.remark.empty()) {
        decided.message.id =
            criterion.level.empty() ? "manual.criterion_remark" : "manual.criterion_level_remark";
        decided.message.params["text"] = criterion.remark;
      }
      result.cases.push_back(std::move(decided));
    }
  }

  static Status status_of(std::int64_t earned, std::int64_t of) {
    if (earned >= of) return Status::Pass;
    return earned == 0 ? Status::Fail : Status::Partial;
  }

  rubrics::Judgement ask(std::size_t index, const rubrics::CheckInput& input) {
    const rubrics::Check& check = *plan_.checks[index].spec->check;
    if (plan_.checks[index].plan.runs() || read_ == nullptr) return check.judge(input);
    const auto known = read_->find(index);
    if (known != read_->end()) return known->second;
    return read_->emplace(index, check.judge(input)).first->second;
  }

  // Whether the check waits for another one; then `result` says so. What waits for our own failure
  // or for a person is open, not lost.
  bool wait(const PlannedCheck& planned, CheckResult& result) {
    for (const std::string& need : planned.spec->needs) {
      const auto found = by_id_.find(need);
      if (found == by_id_.end()) continue;  // its task was not selected
      const CheckResult& needed = this->result(found->second);
      if (needed.status == Status::Pass) continue;
      result.waits_for.push_back(need);
      if (result.waits_for.size() > 1) continue;
      switch (needed.status) {
        case Status::Error:
          result.status = Status::Error;
          break;
        case Status::NeedsReview:
          result.status = Status::NeedsReview;
          break;
        case Status::NotStarted:
          result.status = Status::NotStarted;
          break;
        default:
          result.status = Status::Skipped;
      }
      result.message = {"engine.waits", {{"title", needed.title}}, ""};
    }
    return !result.waits_for.empty();
  }

  const Plan& plan_;
  const Evidence& evidence_;
  ReadJudgements* read_;
  std::map<std::string, std::size_t> by_id_;
  std::map<std::string, std::string> kept_;  // what is to be seen, by title and digest: its path
  std::vector<std::optional<CheckResult>> results_;
};

}  // namespace

ReadJudgements judge_reading(const Plan& plan, int jobs) {
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < plan.checks.size(); ++i) {
    const PlannedCheck& check = plan.checks[i];
    if (!check.not_started && !check.failed && !check.plan.runs()) wanted.push_back(i);
  }
  std::vector<rubrics::Judgement> answers(wanted.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t at; (at = next.fetch_add(1)) < wanted.size();) {
      const PlannedCheck& check = plan.checks[wanted[at]];
      answers[at] = check.spec->check->judge({check.view});
    }
  };
  const std::size_t helpers = std::min(wanted.size(), static_cast<std::size_t>(std::max(1, jobs))) -
                              (wanted.empty() ? 0 : 1);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < helpers; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  ReadJudgements read;
  for (std::size_t i = 0; i < wanted.size(); ++i) read[wanted[i]] = std::move(answers[i]);
  return read;
}

namespace {

// A file that cannot be read is told by each check that reads it. Those that pass all the same need
// not say it again.
void say_once(std::vector<TaskResult>& tasks) {
  std::map<std::pair<std::string, int>, const CheckResult*> told;
  const auto each = [&](auto&& visit) {
    for (const bool passed : {false, true}) {
      for (TaskResult& task : tasks) {
        for (CheckResult& check : task.checks) {
          if ((check.status == Status::Pass) == passed) visit(check, passed);
        }
      }
    }
  };
  each([&](CheckResult& check, bool passed) {
    std::erase_if(check.findings, [&](const Finding& finding) {
      if (finding.message.id != "review.no_code") return false;
      const auto [at, first] = told.emplace(std::pair(finding.path, finding.line), &check);
      return passed && !first && at->second != &check;
    });
  });
}

}  // namespace

std::vector<TaskResult> judge(const rubrics::Rubric& rubric, const Plan& plan,
                              const Evidence& evidence, ReadJudgements* read) {
  Judge judge(plan, evidence, read);
  std::vector<TaskResult> tasks;
  for (const rubrics::Task& spec : rubric.tasks) {
    TaskResult task;
    task.id = spec.id;
    task.title = spec.title;
    task.path = spec.path;
    task.group = spec.group;
    task.points_possible = spec.points;
    task.first_step = spec.first_step;
    for (std::size_t i = 0; i < plan.checks.size(); ++i) {
      if (plan.checks[i].task == &spec) task.checks.push_back(judge.result(i));
    }
    if (task.checks.empty()) continue;  // not selected
    score_task(spec, task);
    tasks.push_back(std::move(task));
  }
  say_once(tasks);
  return tasks;
}

std::vector<std::size_t> worth_running(const rubrics::Rubric& rubric, const Plan& plan,
                                       ReadJudgements* read) {
  // Judged without evidence, what waits for a suite is an error, and what waits for something that
  // is already decided against it is skipped.
  const std::vector<TaskResult> tasks = judge(rubric, plan, {}, read);
  std::map<std::string, Status> statuses;
  for (const TaskResult& task : tasks) {
    for (const CheckResult& check : task.checks) statuses[task.id + "/" + check.id] = check.status;
  }
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < plan.checks.size(); ++i) {
    if (plan.checks[i].plan.runs() && statuses[plan.checks[i].id] == Status::Error) {
      wanted.push_back(i);
    }
  }
  return wanted;
}

std::string note_code(const Error& error) {
  // Crockford's base 32: no letters that look like digits.
  static constexpr char kLetters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const std::string hash = sha256(error.message + "\n" + error.where);
  std::string code = "E-";
  for (int i = 0; i < 4; ++i) {
    code +=
        kLetters[static_cast<unsigned char>(std::stoi(hash.substr(i * 2, 2), nullptr, 16)) & 31];
  }
  return code;
}

}  // namespace grader::engine
