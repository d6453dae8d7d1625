#include "grader/engine/grade.h"

#include <gtest/gtest.h>

#include "grader/engine/judge.h"
#include "tests/engine/fakes.h"
#include "tests/engine/rubric_fixture.h"
#include "tests/support/memory_tree.h"

namespace grader::engine {
namespace {

using grader::testing::MemoryTree;
using testing::check;
using testing::says;
using testing::suite;

// A world of fakes in which every step may be told to fail.
class GradeTest : public ::testing::Test {
 protected:
  GradeTest() {
    tools_.fetch = [this](const source::SubmissionRequest&) -> Result<source::Submission> {
      source::Submission made;
      made.facts.repository = "course";
      made.tree = std::make_unique<MemoryTree>(files_);
      return made;
    };
    tools_.environment = [](const std::string& name) -> Result<runners::Environment> {
      runners::Environment environment;
      environment.manifest.name = name;
      environment.manifest.digest = "sha256:1";
      environment.manifest.frameworks = {"jest"};
      return environment;
    };
    tools_.host = [] { return sandbox::HostReport{}; };
    launcher_.answer = [](const auto&) -> Result<sandbox::Outcome> {
      return grader_error("the jail did not start");
    };
    tools_.launcher = [this](const sandbox::HostReport&) -> Result<sandbox::Launcher*> {
      return &launcher_;
    };
    tools_.progress = [](const std::string&) {};
    tools_.save = [this](Report& report, Stage stage) -> Result<void> {
      saved_.push_back({stage, report.result.status});
      return save_result_;
    };
    rubric_.tasks = {testing::task(
        "t", {check("read", 300), check("run", 700, says(Status::Pass), suite("a.test.js", "1"))})};
  }

  Result<Report> run() { return grade({"course", "", {}}, rubric_, {}, tools_); }

  std::map<std::string, std::string> files_{{"a.js", "1"}};
  testing::FakeLauncher launcher_;
  rubrics::Rubric rubric_;
  Tools tools_;
  std::vector<std::pair<Stage, Completeness>> saved_;
  Result<void> save_result_;
};

TEST_F(GradeTest, AnIncompleteReportIsThereBeforeAnythingRuns) {
  const Result<Report> report = run();
  ASSERT_TRUE(report);
  ASSERT_EQ(saved_.size(), 2u);
  EXPECT_EQ(saved_[0], std::pair(Stage::Provisional, Completeness::Incomplete));
  EXPECT_EQ(saved_[1].first, Stage::Final);
}

TEST_F(GradeTest, OurFailureCostsNoPointsAndIsNoted) {
  const Result<Report> report = run();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->result.points, Points{300});
  EXPECT_EQ(report->result.points_open, Points{700});
  EXPECT_EQ(report->result.status, Completeness::Incomplete);
  const std::string code = note_code(grader_error("the jail did not start"));
  EXPECT_EQ(report->run.notes, std::vector<std::string>{code + " t/run: the jail did not start"});
}

class ReadingCheck final : public rubrics::Check {
 public:
  Result<rubrics::CheckPlan> plan(const rubrics::CheckView&) const override {
    return rubrics::CheckPlan{};
  }
  rubrics::Judgement judge(const rubrics::CheckInput& input) const override {
    const Tree& tree = *input.view.submission;
    return says(tree.read(tree.entries().front()) ? Status::Pass : Status::Fail);
  }
};

class UnreadableTree final : public Tree {
 public:
  const std::vector<TreeEntry>& entries() const override { return entries_; }
  Result<std::string> read(const TreeEntry& entry) const override {
    return submission_error("cannot read '" + entry.path + "'", "course");
  }

 private:
  std::vector<TreeEntry> entries_{{"a.js", EntryKind::File, std::string(40, '1'), 1}};
};

TEST_F(GradeTest, ASubmissionThatCannotBeReadIsRefusedAndNotJudged) {
  tools_.fetch = [](const source::SubmissionRequest&) -> Result<source::Submission> {
    source::Submission made;
    made.tree = std::make_unique<UnreadableTree>();
    return made;
  };
  rubric_.tasks[0].checks[0].check = std::make_shared<ReadingCheck>();
  const Result<Report> report = run();
  ASSERT_FALSE(report);
  EXPECT_EQ(to_text(report.error()), "course: cannot read 'a.js'");
  EXPECT_EQ(report.error().blame, Blame::Submission);
  EXPECT_TRUE(saved_.empty());
}

TEST_F(GradeTest, WithoutSuitesNoJailIsAskedFor) {
  rubric_.tasks[0].checks.pop_back();
  tools_.launcher = [](const sandbox::HostReport&) -> Result<sandbox::Launcher*> {
    ADD_FAILURE() << "no jail is needed";
    return grader_error("unreachable");
  };
  const Result<Report> report = run();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->sandbox.level, "none");
  EXPECT_EQ(report->result.status, Completeness::Complete);
}

TEST_F(GradeTest, AHostThatCannotIsolateEndsTheRunAfterTheStaticPartWasSaved) {
  tools_.launcher = [](const sandbox::HostReport&) -> Result<sandbox::Launcher*> {
    return grader_error("this host cannot isolate");
  };
  const Result<Report> report = run();
  ASSERT_FALSE(report);
  EXPECT_EQ(exit_code(report.error().blame), 4);
  EXPECT_EQ(saved_.size(), 1u);
}

TEST_F(GradeTest, AMissingEnvironmentIsSaidBeforeAnyJailStarts) {
  tools_.environment = [](const std::string& name) -> Result<runners::Environment> {
    return grader_error("environment '" + name + "' is not built", "",
                        "grader environment build " + name);
  };
  const Result<Report> report = run();
  ASSERT_FALSE(report);
  EXPECT_EQ(to_text(report.error()),
            "environment 'node' is not built\nhint: grader environment build node");
}

TEST_F(GradeTest, SeveralMissingEnvironmentsAreSaidAtOnce) {
  tools_.environment = [](const std::string& name) -> Result<runners::Environment> {
    return grader_error("environment '" + name + "' is not built", "",
                        "grader environment build " + name);
  };
  rubric_.tasks[0].checks[1].environment = {{"", "", "node-mocha"}};
  rubric_.tasks[0].checks.push_back(rubric_.tasks[0].checks[1]);
  rubric_.tasks[0].checks.back().id = "other";
  rubric_.tasks[0].checks.back().environment = {{"", "", "node-jest-29"}};
  const Result<Report> report = run();
  ASSERT_FALSE(report);
  EXPECT_EQ(to_text(report.error()),
            "environments 'node-jest-29' and 'node-mocha' are not built\n"
            "hint: grader environment build node-jest-29 node-mocha");
}

TEST_F(GradeTest, AnEnvironmentWithoutTheFrameworkIsTheRubricsMistake) {
  rubric_.environment = {{"", "", "python"}};
  tools_.environment = [](const std::string&) -> Result<runners::Environment> {
    runners::Environment environment;
    environment.manifest.name = "python";
    environment.manifest.frameworks = {"pytest"};
    return environment;
  };
  const Result<Report> report = run();
  ASSERT_FALSE(report);
  EXPECT_EQ(to_text(report.error()), "the environment 'python' has no jest\nhint: it has pytest");
  EXPECT_EQ(report.error().blame, Blame::Rubric);
}

TEST_F(GradeTest, AnInterruptKeepsWhatIsFinished) {
  std::atomic<bool> interrupted{true};
  tools_.interrupted = &interrupted;
  const Result<Report> report = run();
  ASSERT_FALSE(report);
  EXPECT_EQ(exit_code(report.error().blame), 130);
  ASSERT_EQ(saved_.size(), 2u);
  EXPECT_EQ(saved_[1], std::pair(Stage::Final, Completeness::Incomplete));
}

TEST_F(GradeTest, AReportThatCannotBeWrittenEndsTheRun) {
  save_result_ = grader_error("cannot write: No space left on device");
  const Result<Report> report = run();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().message, "cannot write: No space left on device");
  EXPECT_EQ(saved_.size(), 1u);
}

TEST(BaseRequest, TheCommandLineWinsOverTheRubric) {
  rubrics::Rubric rubric;
  rubric.start = rubrics::MergeBaseTemplate{"main", ""};
  EXPECT_EQ(std::get<source::BaseMergeBase>(base_request(rubric, "")).branch, "main");
  EXPECT_EQ(std::get<source::BaseRef>(base_request(rubric, "v1")).ref, "v1");
  rubric.start = rubrics::NoTemplate{};
  EXPECT_TRUE(std::holds_alternative<std::monostate>(base_request(rubric, "")));
}

// Asks for the history, and passes where it is there.
class HistoryCheck final : public rubrics::Check {
 public:
  explicit HistoryCheck(rubrics::HistoryNeed need) : need_(need) {}
  Result<rubrics::CheckPlan> plan(const rubrics::CheckView&) const override {
    rubrics::CheckPlan plan;
    plan.history = need_;
    return plan;
  }
  rubrics::Judgement judge(const rubrics::CheckInput& input) const override {
    if (input.view.history == nullptr) {
      rubrics::Judgement asks = says(Status::NeedsReview);
      asks.note = usage_error("no history", "grade the repository");
      return asks;
    }
    const bool read = input.view.history->read("x") ? true : false;
    return says(read ? Status::Pass : Status::Error);
  }

 private:
  rubrics::HistoryNeed need_;
};

class NoHistory final : public History {
 public:
  explicit NoHistory(bool broken) : broken_(broken) {}
  const std::vector<HistoryCommit>& commits() const override { return commits_; }
  const std::vector<FileVersion>& versions() const override { return versions_; }
  bool cut() const override { return false; }
  Result<std::uint64_t> size(const std::string&) const override { return std::uint64_t{0}; }
  Result<std::string> read(const std::string&) const override {
    if (broken_) return submission_error("an object is damaged");
    return std::string();
  }

 private:
  bool broken_;
  std::vector<HistoryCommit> commits_;
  std::vector<FileVersion> versions_;
};

class GradeHistoryTest : public GradeTest {
 protected:
  GradeHistoryTest() {
    tools_.fetch = [this](const source::SubmissionRequest&) -> Result<source::Submission> {
      source::Submission made;
      made.tree = std::make_unique<MemoryTree>(files_);
      made.base = std::make_unique<MemoryTree>(
          std::map<std::string, std::string>{{".mailmap", "Ada <a@x.org>\n"}});
      if (folder_) return made;
      made.history =
          [this](const source::HistoryRequest& request) -> Result<std::unique_ptr<History>> {
        asked_.push_back(request);
        if (history_fails_) return usage_error("the history is cut off");
        return std::unique_ptr<History>(std::make_unique<NoHistory>(object_is_broken_));
      };
      return made;
    };
    need(rubrics::HistoryNeed::Commits);
  }
  void need(rubrics::HistoryNeed need) {
    rubrics::CheckSpec spec = check("git", 100);
    spec.check = std::make_shared<HistoryCheck>(need);
    rubric_.tasks = {testing::task("t", {spec})};
  }

  std::vector<source::HistoryRequest> asked_;
  bool folder_ = false, history_fails_ = false, object_is_broken_ = false;
};

TEST_F(GradeHistoryTest, IsReadOnceWithTheTemplatesMailmap) {
  files_[".mailmap"] = "Forged <a@x.org>\n";
  const Result<Report> report = run();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->tasks[0].checks[0].status, Status::Pass);
  ASSERT_EQ(asked_.size(), 1u);
  EXPECT_EQ(asked_[0].mailmap, "Ada <a@x.org>\n");
  EXPECT_FALSE(asked_[0].versions);
  need(rubrics::HistoryNeed::Versions);
  ASSERT_TRUE(run());
  EXPECT_TRUE(asked_[1].versions);
}

TEST_F(GradeHistoryTest, IsNotReadWhereNoCheckAsks) {
  need(rubrics::HistoryNeed::None);
  ASSERT_TRUE(run());
  EXPECT_TRUE(asked_.empty());
}

TEST_F(GradeHistoryTest, OneThatIsCutOffEndsTheRunWithItsNextStep) {
  history_fails_ = true;
  const Result<Report> report = run();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().message, "the history is cut off");
  EXPECT_TRUE(saved_.empty());
}

TEST_F(GradeHistoryTest, ADamagedObjectIsNeverAVerdict) {
  object_is_broken_ = true;
  const Result<Report> report = run();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().message, "an object is damaged");
}

TEST_F(GradeHistoryTest, WhatAPlainFolderLacksIsNotedWithTheNextStep) {
  folder_ = true;
  const Result<Report> report = run();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->tasks[0].checks[0].status, Status::NeedsReview);
  EXPECT_EQ(report->run.notes,
            std::vector<std::string>{note_code(usage_error("no history")) +
                                     " t/git: no history; grade the repository"});
}

}  // namespace
}  // namespace grader::engine
