#include "grader/engine/execute.h"

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "tests/engine/fakes.h"
#include "tests/engine/rubric_fixture.h"
#include "tests/support/memory_tree.h"

namespace grader::engine {
namespace {

using grader::testing::MemoryTree;
using testing::FakeLauncher;
using testing::prints;

class ExecuteTest : public ::testing::Test {
 protected:
  RanBatch run(const Tree* base = nullptr) {
    ExecuteTools tools;
    tools.launcher = &launcher_;
    tools.environment = [](const std::string&) { return runners::Environment{}; };
    tools.find_runner = testing::find_fake_runner;
    tools.interrupted = &interrupted_;
    RanBatch result;
    execute({batch_}, submission_, base, tools,
            [&](std::size_t, RanBatch ran) { result = std::move(ran); });
    return result;
  }

  // The words of every command that was run, joined.
  std::vector<std::string> commands() const {
    std::vector<std::string> all;
    for (const sandbox::Command& command : launcher_.commands) {
      std::string line;
      for (const std::string& word : command.argv) line += (line.empty() ? "" : " ") + word;
      all.push_back(line);
    }
    return all;
  }

  FakeLauncher launcher_;
  MemoryTree submission_{{{"a.js", "code"}, {"a.test.js", "student's"}, {"b.test.js", ""}}};
  Batch batch_{.framework = "jest", .environment = "node", .files = {"a.test.js", "b.test.js"}};
  std::atomic<bool> interrupted_{false};
};

TEST_F(ExecuteTest, AllFilesRunTogetherOnce) {
  launcher_.answer = [](const auto&) { return prints("a.test.js adds\nb.test.js counts\n"); };
  const RanBatch ran = run();
  EXPECT_EQ(commands(), std::vector<std::string>{"run a.test.js b.test.js"});
  EXPECT_EQ(ran.files.at("a.test.js").run.tests.at(0).id.name, "adds");
  EXPECT_FALSE(ran.failed);
}

TEST_F(ExecuteTest, AFileThatTookTheRestAlongIsRunAloneAndSoIsTheRest) {
  launcher_.answer = [](const sandbox::Command& command) {
    if (command.argv.size() > 2) {
      return prints("", sandbox::LimitHit{sandbox::Limit::Cpu});
    }
    if (command.argv[1] == "a.test.js") {
      return prints("", sandbox::LimitHit{sandbox::Limit::Cpu});
    }
    return prints("b.test.js counts\n");
  };
  const RanBatch ran = run();
  EXPECT_EQ(commands(), (std::vector<std::string>{"run a.test.js b.test.js", "run a.test.js",
                                                  "run b.test.js"}));
  EXPECT_EQ(ran.files.at("a.test.js").cause, Cause::TimeoutCpu);
  EXPECT_EQ(ran.files.at("b.test.js").cause, Cause::None);
}

TEST_F(ExecuteTest, AHangAfterTheReportStillCountsTheReport) {
  launcher_.answer = [](const auto&) {
    return prints("a.test.js adds\nb.test.js counts\n", sandbox::LimitHit{sandbox::Limit::Wall});
  };
  const RanBatch ran = run();
  EXPECT_EQ(ran.jails, 1);
  EXPECT_EQ(ran.files.at("b.test.js").cause, Cause::None);
  EXPECT_TRUE(ran.files.at("b.test.js").run.finished);
}

TEST_F(ExecuteTest, OneForgerDoesNotStainTheOthers) {
  launcher_.answer = [](const sandbox::Command& command) {
    if (command.argv.size() > 2) return prints("a.test.js x\nb.test.js y\n!");
    if (command.argv[1] == "a.test.js") return prints("a.test.js x\n!");
    return prints("b.test.js y\n");
  };
  const RanBatch ran = run();
  EXPECT_TRUE(ran.files.at("a.test.js").tampered);
  EXPECT_FALSE(ran.files.at("b.test.js").tampered);
}

struct CauseRow {
  const char* name;
  sandbox::Ending ending;
  bool out_of_memory;
  Cause cause;
};

class CauseTest : public ExecuteTest, public ::testing::WithParamInterface<CauseRow> {};

TEST_P(CauseTest, SaysWhyAFileHasNoResult) {
  batch_.files = {"a.test.js"};
  launcher_.answer = [](const auto&) {
    sandbox::Outcome outcome = prints("", GetParam().ending);
    outcome.out_of_memory = GetParam().out_of_memory;
    return outcome;
  };
  EXPECT_EQ(run().files.at("a.test.js").cause, GetParam().cause);
}

INSTANTIATE_TEST_SUITE_P(
    Endings, CauseTest,
    ::testing::Values(
        CauseRow{"ExitZero", sandbox::Exited{0}, false, Cause::ExitedEarly},
        CauseRow{"ExitThree", sandbox::Exited{3}, false, Cause::ExitedEarly},
        CauseRow{"OutOfMemoryExit", sandbox::Exited{0}, true, Cause::MemoryLimit},
        CauseRow{"Segfault", sandbox::Killed{11}, false, Cause::Crashed},
        CauseRow{"HeapLimit", sandbox::Killed{6}, true, Cause::MemoryLimit},
        CauseRow{"Cpu", sandbox::LimitHit{sandbox::Limit::Cpu}, false, Cause::TimeoutCpu},
        CauseRow{"Wall", sandbox::LimitHit{sandbox::Limit::Wall}, false, Cause::TimeoutWall},
        CauseRow{"Memory", sandbox::LimitHit{sandbox::Limit::Memory}, true, Cause::MemoryLimit},
        CauseRow{"Processes", sandbox::LimitHit{sandbox::Limit::Processes}, false,
                 Cause::ProcessLimit},
        CauseRow{"Output", sandbox::LimitHit{sandbox::Limit::Output}, false, Cause::OutputLimit},
        CauseRow{"Disk", sandbox::LimitHit{sandbox::Limit::Disk}, false, Cause::DiskLimit}),
    [](const auto& row) { return row.param.name; });

TEST_F(ExecuteTest, OurFailureIsNotTheStudents) {
  launcher_.answer = [](const auto&) -> Result<sandbox::Outcome> {
    return grader_error("the jail did not start");
  };
  const RanBatch ran = run();
  ASSERT_TRUE(ran.failed);
  EXPECT_EQ(ran.failed->message, "the jail did not start");
  EXPECT_TRUE(ran.files.empty());
}

TEST_F(ExecuteTest, AnInterruptEndsWithoutRunning) {
  interrupted_ = true;
  const RanBatch ran = run();
  ASSERT_TRUE(ran.failed);
  EXPECT_EQ(ran.failed->blame, Blame::Interrupted);
  EXPECT_TRUE(launcher_.commands.empty());
}

TEST_F(ExecuteTest, TheTemplatesSideIsListedWithoutTheStudentsCode) {
  const MemoryTree base({{"a.js", "stub"}, {"a.test.js", "teacher's"}});
  batch_.files = {"a.test.js"};
  batch_.laid = {{"a.test.js", "teacher's"}};
  launcher_.answer = [](const auto&) { return prints("a.test.js adds\n"); };
  const RanBatch ran = run(&base);
  EXPECT_EQ(commands(), (std::vector<std::string>{"list a.test.js", "run a.test.js"}));
  EXPECT_EQ(ran.expected.at("a.test.js").size(), 1u);
  EXPECT_EQ(launcher_.commands[1].environment.at("SETTINGS"), "listed");
  for (const sandbox::JailFile& file : launcher_.commands[0].files) {
    const auto* from_tree = std::get_if<sandbox::TreeFile>(&file.content);
    EXPECT_TRUE(from_tree == nullptr || from_tree->tree == &base) << file.path;
  }
  // Our test file replaces the student's and cannot be changed.
  int test_files = 0;
  for (const sandbox::JailFile& file : launcher_.commands[1].files) {
    if (file.path != "/submission/a.test.js") continue;
    ++test_files;
    EXPECT_TRUE(file.read_only);
    EXPECT_EQ(std::get<std::string>(file.content), "teacher's");
  }
  EXPECT_EQ(test_files, 1);
}

TEST_F(ExecuteTest, SuitesThatAreBuiltRunInAJailOfTheirOwn) {
  batch_.build.sources = {"a.js"};
  batch_.limits.cpu = std::chrono::seconds(3);
  launcher_.answer = [](const sandbox::Command& command) {
    // The second file does not build.
    return prints(command.argv[0] == "build" ? "b.test.js broken\n" : "a.test.js adds\n");
  };
  const RanBatch ran = run();
  EXPECT_EQ(commands(), (std::vector<std::string>{"build a.test.js b.test.js", "run a.test.js"}));
  EXPECT_EQ(ran.files.at("b.test.js").run.tests.at(0).id.name, "broken");
  EXPECT_EQ(ran.files.at("a.test.js").run.tests.at(0).id.name, "adds");
  EXPECT_EQ(ran.jails, 2);
  const sandbox::Command& build = launcher_.commands[0];
  ASSERT_TRUE(build.writable_folder);
  const sandbox::Command& started = launcher_.commands[1];
  EXPECT_FALSE(started.writable_folder);
  ASSERT_EQ(started.mounts.size(), 1u);
  EXPECT_EQ(started.mounts[0], (sandbox::Mount{build.writable_folder->source, "/build"}));
  EXPECT_FALSE(std::filesystem::exists(build.writable_folder->source));
  // Its text can be read where it is built only.
  const auto has_test = [](const sandbox::Command& command) {
    return std::any_of(command.files.begin(), command.files.end(),
                       [](const auto& file) { return file.path == "/submission/a.test.js"; });
  };
  EXPECT_TRUE(has_test(build));
  EXPECT_FALSE(has_test(started));
}

TEST_F(ExecuteTest, ABuildThatMeetsALimitIsTheCauseForAllOfIt) {
  batch_.build.sources = {"a.js"};
  launcher_.answer = [](const sandbox::Command&) {
    return prints("b.test.js broken\n", sandbox::LimitHit{sandbox::Limit::Memory});
  };
  const RanBatch ran = run();
  EXPECT_EQ(commands(), (std::vector<std::string>{"build a.test.js b.test.js"}));
  EXPECT_EQ(ran.files.at("a.test.js").cause, Cause::MemoryLimit);
  EXPECT_EQ(ran.files.at("b.test.js").cause, Cause::None);
}

TEST_F(ExecuteTest, ABuildThatChangesTheFrameworkIsTampering) {
  batch_.build.sources = {"a.js"};
  launcher_.answer = [](const sandbox::Command&) { return prints("!"); };
  EXPECT_TRUE(run().files.at("a.test.js").tampered);
  EXPECT_EQ(commands().size(), 1u);
}

TEST_F(ExecuteTest, NothingOfTheSubmissionStandsWhereOurFilesCome) {
  submission_.add("tests", "a file where we need a folder");
  submission_.add("b.test.js/inside.js", "a folder where we need a file");
  batch_.files = {"b.test.js", "tests/c.test.js"};
  batch_.laid = {{"tests/c.test.js", "ours"}, {"b.test.js", "ours"}};
  launcher_.answer = [](const auto&) { return prints("b.test.js x\ntests/c.test.js y\n"); };
  EXPECT_FALSE(run().failed);
  for (const sandbox::JailFile& file : launcher_.commands.back().files) {
    EXPECT_NE(file.path, "/submission/tests");
    EXPECT_NE(file.path, "/submission/b.test.js/inside.js");
  }
}

TEST(EvidenceFor, FollowsTheOrderOfThePlanAndNamesWhatIsMissing) {
  rubrics::CheckSpec spec = testing::check("c", 100, testing::says(Status::Pass), {});
  PlannedCheck check;
  check.spec = &spec;
  check.plan = testing::suite("b.test.js", "laid");
  check.plan.suite->files = {"b.test.js", "a.test.js"};
  RanBatch ran;
  ran.files["a.test.js"].run.finished = true;
  ran.files["a.test.js"].run.file = "a.test.js";
  ran.expected["a.test.js"] = {};
  ran.support = {"test/set-up.js"};
  const rubrics::SuiteEvidence evidence = evidence_for(check, ran);
  ASSERT_EQ(evidence.files.size(), 2u);
  EXPECT_EQ(evidence.files[0].file, "b.test.js");
  EXPECT_EQ(evidence.causes, (std::vector<Cause>{Cause::MissingResult, Cause::None}));
  EXPECT_FALSE(evidence.expected[0]);
  EXPECT_TRUE(evidence.expected[1]);
  EXPECT_TRUE(evidence.laid.contains("test/set-up.js"));
}

}  // namespace
}  // namespace grader::engine
