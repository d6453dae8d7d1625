// The kind `program`: what must be started, and what came of it.
#include <gtest/gtest.h>

#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using testing::MemoryTree;

const MemoryTree& submission() {
  static const MemoryTree tree = memory_tree({{"week-2/main.cc", "int main() {\n  return 0\n}\n"}});
  return tree;
}

CheckInput input() {
  CheckInput input;
  input.view = {&submission(), nullptr, "week-2", ""};
  return input;
}

sandbox::Outcome ended(sandbox::Ending ending, const std::string& out = "",
                       const std::string& err = "") {
  sandbox::Outcome outcome;
  outcome.ending = ending;
  outcome.standard_output = {out, "", out.size()};
  outcome.standard_error = {err, "", err.size()};
  return outcome;
}

std::string judged(const std::string& settings, const ProgramEvidence& evidence) {
  CheckInput with = input();
  with.program = &evidence;
  const Judgement judgement = check_of("program: " + settings)->judge(with);
  EXPECT_EQ(judgement.assurance, Assurance::BlackBox);
  return told(judgement);
}

std::string judged(const std::string& settings, const sandbox::Outcome& only) {
  ProgramEvidence evidence;
  evidence.starts = {only};
  return judged(settings, evidence);
}

TEST(Program, PlansABuildAndAStartForEachCase) {
  const auto check = check_of(
      "program: {build: [g++, -o, /build/x, main.cc], run: [/build/x, -v], files: {common.txt: c},"
      " cases: [{args: [1, two], stdin: \"in\\n\", files: {data/in.txt: d}, stdout: x,"
      " files_out: {out.txt: o}}, {exit: [0, 3]}]}");
  const Result<CheckPlan> plan = check->plan(input().view);
  ASSERT_TRUE(plan && plan->program);
  EXPECT_EQ(plan->program->folder, "week-2");
  ASSERT_TRUE(plan->program->build);
  EXPECT_EQ(plan->program->build->argv,
            (std::vector<std::string>{"g++", "-o", "/build/x", "main.cc"}));
  ASSERT_EQ(plan->program->starts.size(), 2u);
  const ProgramStart& first = plan->program->starts[0];
  EXPECT_EQ(first.argv, (std::vector<std::string>{"/build/x", "-v", "1", "two"}));
  EXPECT_EQ(first.standard_input, "in\n");
  ASSERT_EQ(first.laid.size(), 2u);
  EXPECT_EQ(first.laid[0].path, "week-2/data/in.txt");
  EXPECT_EQ(first.laid[1].path, "week-2/common.txt");
  EXPECT_EQ(first.collects, std::vector<std::string>{"week-2/out.txt"});
  EXPECT_EQ(plan->program->starts[1].argv, (std::vector<std::string>{"/build/x", "-v"}));
}

TEST(Program, WithoutARunItIsAnError) {
  const auto check = check_of("program: {run: [node, a.js], cases: [{stdout: x}]}");
  EXPECT_EQ(told(check->judge(input())), "error: program.not_run\n");
}

TEST(Program, ACaseWorks) {
  EXPECT_EQ(judged("{run: [node, a.js], cases: [{args: [1, 2], stdout: '3'}]}",
                   ended(sandbox::Exited{0}, "3\n")),
            "pass: program.all_work count=1\n  pass case-1 program.case_works\n");
}

TEST(Program, WhatWasNotStartedIsSaidToBeSo) {
  EXPECT_EQ(
      judged("{run: [node, a.js], cases: [{args: [1], stdout: '3'}, {args: [2], stdout: '3'}]}",
             ended(sandbox::LimitHit{sandbox::Limit::Cpu})),
      "fail (timeout_cpu): limits.timeout_cpu seconds=10\n"
      "  fail case-1 (timeout_cpu) limits.timeout_cpu seconds=10\n"
      "  fail case-2 (missing_result) program.not_tried\n");
}

TEST(Program, ACaseHasTheNameOfWhatGoesIn) {
  const auto check = check_of(
      "program: {run: [node, a.js], cases: [{exit: 0}, {stdin: \"1 2\\n3\\n\", exit: 0},"
      " {name: Zero, args: [0], exit: 0}]}");
  ProgramEvidence evidence;
  evidence.starts = {ended(sandbox::Exited{0}), ended(sandbox::Exited{0}),
                     ended(sandbox::Exited{0})};
  CheckInput with = input();
  with.program = &evidence;
  const Judgement judgement = check->judge(with);
  ASSERT_EQ(judgement.cases.size(), 3u);
  EXPECT_EQ(judgement.cases[0].name, "node a.js");
  EXPECT_EQ(judgement.cases[1].name, "< 1 2 ...");
  EXPECT_EQ(judgement.cases[2].name, "Zero");
}

struct EndingRow {
  sandbox::Outcome outcome;
  const char* told;
};

TEST(Program, HowItEndedComesFirst) {
  const EndingRow rows[] = {
      {ended(sandbox::LimitHit{sandbox::Limit::Cpu}),
       "(timeout_cpu): limits.timeout_cpu seconds=10"},
      {ended(sandbox::LimitHit{sandbox::Limit::Output}),
       "(output_limit): limits.output kilobytes=1024"},
      {ended(sandbox::Killed{11}, "", "\nlast words\n"),
       "(crashed): program.none_works count=1\n"
       "  fail case-1 (crashed) program.crashed original=last words"},
      {ended(sandbox::Exited{1}, "3", "a\nTypeError: x\n\n"),
       "(wrong_result): program.none_works count=1\n"
       "  fail case-1 (wrong_result) program.exit_code code=1 expected=0 original=a TypeError: x"},
      {ended(sandbox::Exited{0}, "4"),
       "(wrong_result): program.none_works count=1\n"
       "  fail case-1 (wrong_result) program.line_differs line=1 what=stdout"},
      {ended(sandbox::Exited{0}, "3"),
       "(missing_result): program.none_works count=1\n"
       "  fail case-1 (missing_result) program.no_file path=week-2/out.txt"},
  };
  for (const EndingRow& row : rows) {
    const std::string text =
        judged("{run: [node, a.js], cases: [{args: [1], stdout: '3', files_out: {out.txt: x}}]}",
               row.outcome);
    EXPECT_EQ(text.substr(0, 5 + std::string(row.told).size()), "fail " + std::string(row.told));
  }
}

TEST(Program, AnEndThatTheCaseAsksForIsNoFailure) {
  EXPECT_EQ(
      judged("{run: [node, a.js], cases: [{args: [x], exit: [1, 2], stderr: {contains: no}}]}",
             ended(sandbox::Exited{2}, "", "no\n")),
      "pass: program.all_work count=1\n  pass case-1 program.case_works\n");
}

TEST(Program, FilesAreCompared) {
  sandbox::Outcome wrote = ended(sandbox::Exited{0});
  wrote.files["/submission/week-2/out.txt"] = "y\n";
  const std::string settings = "{run: [node, a.js], cases: [{args: [1], files_out: {out.txt: x}}]}";
  EXPECT_EQ(judged(settings, wrote),
            "fail (wrong_result): program.none_works count=1\n"
            "  fail case-1 (wrong_result) program.line_differs line=1 what=week-2/out.txt\n");
}

TEST(Program, HiddenCasesAreOnlyCounted) {
  ProgramEvidence evidence;
  evidence.starts = {ended(sandbox::Exited{0}, "3"), ended(sandbox::Exited{0}, "SECRET")};
  CheckInput with = input();
  with.program = &evidence;
  const Judgement judgement =
      check_of("program: {run: [node, a.js], cases: [{stdout: '3'}, {stdout: '4', hidden: true}]}")
          ->judge(with);
  EXPECT_EQ(told(judgement),
            "partial 1/2 (wrong_result): program.some_work count=2 passed=1\n"
            "  pass case-1 program.case_works\n  hidden 0/1\n");
  ASSERT_TRUE(judgement.cases_hidden);
  EXPECT_EQ(judgement.cases_hidden->total, 1);
  EXPECT_EQ(judgement.cases_hidden->passed, 0);
  EXPECT_EQ(told_author(judgement),
            "fail case-2 'node a.js' expected 4 came SECRET program.line_differs line=1 "
            "what=stdout\n");
}

TEST(Program, TheAuthorIsToldWhatWentIn) {
  ProgramEvidence evidence;
  evidence.starts = {ended(sandbox::Exited{1}, "3")};
  CheckInput with = input();
  with.program = &evidence;
  EXPECT_EQ(told_author(check_of("program: {run: [node, a.js], cases: ["
                                 "{name: two, args: [1, 2], stdout: '3', hidden: true}]}")
                            ->judge(with)),
            "fail case-1 'two: 1 2' program.exit_code code=1 expected=0\n");
}

TEST(Program, ABuildThatFailsShowsTheCompilersPlace) {
  ProgramEvidence evidence;
  evidence.build = ended(sandbox::Exited{1}, "",
                         "main.cc: In function 'int main()':\n"
                         "main.cc:2:11: error: expected ';' before '}' token\n"
                         "/usr/include/x.h:3:1: error: not the student's\n");
  EXPECT_EQ(judged("{build: [g++, main.cc], run: [/build/x], cases: [{exit: 0}]}", evidence),
            "fail (not_loadable): program.build_failed\n"
            "  builds week-2/main.cc:2:11 program.compiler_stops original=expected ';' before '}' "
            "token\n");
  evidence.build = ended(sandbox::Exited{1}, "", "no rule\nto make it\n");
  EXPECT_EQ(judged("{build: [make], run: [/build/x], cases: [{exit: 0}]}", evidence),
            "fail (not_loadable): program.build_failed original=no rule to make it\n");
  evidence.build = ended(sandbox::LimitHit{sandbox::Limit::Memory});
  EXPECT_EQ(judged("{build: [g++, main.cc], run: [/build/x], cases: [{exit: 0}]}", evidence),
            "fail (memory_limit): limits.memory megabytes=512\n");
}

}  // namespace
}  // namespace grader::rubrics
