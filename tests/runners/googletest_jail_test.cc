// GoogleTest as it is in its jails: one that builds, one that runs.
#include <ostream>

#include <gmock/gmock.h>

#include "tests/runners/in_jail.h"

namespace grader::runners {
namespace {

using grader::testing::Files;
using grader::testing::JailRun;
using grader::testing::lines_of_run;
using grader::testing::patient_limits;
using grader::testing::run_in_jail;

constexpr const char* kHeader = "int sum(int a, int b);\n";
constexpr const char* kGood = "#include \"sum.h\"\nint sum(int a, int b) { return a + b; }\n";
constexpr const char* kTests =
    "#include <gtest/gtest.h>\n#include \"sum.h\"\n"
    "TEST(Sum, Adds) { EXPECT_EQ(sum(1, 2), 3); }\n"
    "TEST(Sum, AddsMore) { EXPECT_EQ(sum(2, 2), 4); }\n"
    "TEST(Sum, CanNeverBe) { EXPECT_EQ(1, 2); }\n";

std::string with_tests(const std::string& rest) {
  return std::string("#include <gtest/gtest.h>\n#include \"sum.h\"\n") + rest;
}

// sum.cc is the submission's; sum_test.cc and, where it is given here, sum.h are ours.
struct Row {
  std::string name;
  std::string code;
  std::vector<std::string> lines;
  std::string tests = kTests;
  std::string header = {};  // of the submission instead of ours
  Mode mode = Mode::Run;
  std::vector<std::string> flags = {};
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class GoogleTestJailTest : public ::testing::TestWithParam<Row> {};

TEST_P(GoogleTestJailTest, GivesTheseResults) {
  const Row& row = GetParam();
  Files files{{"sum_test.cc", row.tests}};
  SuiteBuild build{"", {}, {}, row.flags, {"sum_test.cc"}};
  if (!row.code.empty()) {
    files["sum.cc"] = row.code;
    build.sources = {"sum.cc"};
  }
  if (row.header != "none") files["sum.h"] = row.header.empty() ? kHeader : row.header;
  if (row.header.empty()) build.ours.push_back("sum.h");
  if (row.name == "StandsInForTheFramework") files["include/gtest/gtest.h"] = "#error\n";
  sandbox::Limits limits = patient_limits();
  if (row.name == "AHangLeavesTheOthers") limits.cpu = std::chrono::seconds(4);
  const JailRun run =
      run_in_jail("cpp", "googletest", files, {"sum_test.cc"}, row.mode, "", limits, build);
  EXPECT_THAT(lines_of_run(run.suite), ::testing::ElementsAreArray(row.lines))
      << run.outcome.standard_error.head;
}

const std::vector<std::string> kHonest = {"Sum > Adds: passed", "Sum > AddsMore: passed",
                                          "Sum > CanNeverBe: failed"};
const std::vector<std::string> kNothing = {"sum_test.cc: not finished"};

INSTANTIATE_TEST_SUITE_P(
    Results, GoogleTestJailTest,
    ::testing::Values(
        Row{"KindsOfTests",
            kGood,
            {"Sum > Skips: skipped", "Sum > DISABLED_Waits: skipped", "Sum > Throws: failed",
             "Number/0 > Holds: passed", "Number/1 > Holds: passed",
             "Some/Even > Holds/one: passed", "Some/Even > Holds/2: failed"},
            with_tests("TEST(Sum, Skips) { GTEST_SKIP() << \"not now\"; }\n"
                       "TEST(Sum, DISABLED_Waits) { FAIL(); }\n"
                       "TEST(Sum, Throws) { throw 1; }\n"
                       "template <class T> class Number : public testing::Test {};\n"
                       "using Types = testing::Types<int, long>;\n"
                       "TYPED_TEST_SUITE(Number, Types);\n"
                       "TYPED_TEST(Number, Holds) { EXPECT_EQ(sum(TypeParam(1), 1), 2); }\n"
                       "class Even : public testing::TestWithParam<int> {};\n"
                       "TEST_P(Even, Holds) { EXPECT_EQ(GetParam(), 1); }\n"
                       "INSTANTIATE_TEST_SUITE_P(Some, Even, testing::Values(1, 2),\n"
                       "  [](const auto& row) -> std::string {\n"
                       "    return row.param == 1 ? \"one\" : std::to_string(row.param); });\n")},
        Row{"AMainOfItsOwnIsNotInTheWay", std::string(kGood) + "int main() { return 1; }\n",
            kHonest, std::string(kTests) + "int main() { return 0; }\n"},
        Row{"ACrashLeavesTheOthers",
            "#include <cstdlib>\nint sum(int a, int b) { if (a == 1) abort(); return a + b; }\n",
            {"Sum > Adds: failed", "Sum > AddsMore: passed", "Sum > CanNeverBe: failed"}},
        Row{"AHangLeavesTheOthers",
            "int sum(int a, int b) { volatile int n = a; while (n == 1) {} return a + b; }\n",
            {"Sum > Adds: failed", "Sum > AddsMore: passed", "Sum > CanNeverBe: failed"}},
        Row{"AnExitIsNoPass",
            "#include <cstdlib>\nint sum(int a, int b) { if (a == 1) exit(0); return a + b; }\n",
            {"Sum > Adds: failed", "Sum > AddsMore: passed", "Sum > CanNeverBe: failed"}},
        Row{"DoesNotCompile",
            "int sum(int a, int b) {\n  return a + c;\n}\n",
            {"sum_test.cc: not built: ‘c’ was not declared in this scope (sum.cc:2:14)"}},
        Row{"IsNotThere",
            "int sun(int a, int b) { return a + b; }\n",
            {"sum_test.cc: not built: undefined reference to 'sum(int, int)' (:0:0)"}},
        Row{"TheHeaderDoesNotFit",
            kGood,
            {"sum_test.cc: not built: no matching function for call to ‘sum(int, int)’ "
             "(sum_test.cc:3:32)"},
            kTests,
            "inline int sum(int a) { return a; }\nint sum(int a, int b, int c);\n"},
        Row{"TheHeaderIsMissing",
            "int sum(int a, int b) { return a + b; }\n",
            {"sum_test.cc: missing file: sum.h: No such file or directory (sum_test.cc:2:10)"},
            kTests,
            "none"},
        Row{"NoTests",
            kGood,
            {"sum_test.cc: empty: There is no test in this file. (sum_test.cc:0:0)"},
            "#include <gtest/gtest.h>\n"},
        Row{"FlagsOfTheRubric",
            "int sum(int a, int b) { return a + b + EXTRA; }\n",
            {"Sum > Adds: failed", "Sum > AddsMore: failed", "Sum > CanNeverBe: failed"},
            kTests,
            "",
            Mode::Run,
            {"-std=c++17", "-DEXTRA=1"}}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Forging, GoogleTestJailTest,
    ::testing::Values(
        Row{"ExitInAConstructor",
            "#include <cstdlib>\nint sum(int, int);\nstatic int early = (exit(0), 0);\n", kNothing,
            with_tests("TEST(Sum, A) {}\n")},
        Row{"WritesIntoThePipe",
            std::string(kGood) +
                "#include <unistd.h>\nstatic int early = (write(3, \"done\\n\", 5), 0);\n",
            {"Sum > Adds: passed", "Sum > AddsMore: passed", "Sum > CanNeverBe: failed",
             "inconsistent: somebody else wrote into the results"}},
        // Ends in a destructor, reads standard input at load, has a comparison of its own.
        Row{"TriesInVain",
            std::string(kGood) +
                "#include <unistd.h>\nstruct End { ~End() { _exit(0); } };\nstatic End end;\n"
                "static int early = [] {\n  char text[64] = {};\n"
                "  if (read(0, text, 63) > 0) write(3, text, 63);\n  return 0;\n}();\n"
                "namespace testing {\nclass AssertionResult { public: bool ok = true; void* m = 0; "
                "};\nnamespace internal {\ntemplate <class A, class B> AssertionResult "
                "CmpHelperEQ(const char*, const char*, const A&, const B&) { return {}; }\n"
                "template AssertionResult CmpHelperEQ<int, int>(const char*, const char*, const "
                "int&, const int&);\n}}\n",
            kHonest},
        Row{"ReplacesTheCLibrary",
            std::string(kGood) + "#include <cstddef>\nextern \"C\" int memcmp(const void*, const "
                                 "void*, size_t) { return 0; }\nextern \"C\" int "
                                 "strcmp(const char*, const char*) { return 0; }\n",
            {"Text > Differs: failed"},
            with_tests(
                "#include <cstring>\nTEST(Text, Differs) { volatile bool same = "
                "std::strcmp(\"a\", \"b\") == 0; EXPECT_TRUE(same); EXPECT_EQ(sum(1, 1), 2); "
                "}\n")},
        Row{"AsksGoogleTest",
            std::string(kGood) + "#include <gtest/gtest.h>\nstatic int early = "
                                 "(testing::UnitTest::GetInstance(), 0);\n",
            {"sum_test.cc: not built: the code uses GoogleTest, which is for tests only (:0:0)"}},
        Row{"RedefinesAMacro",
            kGood,
            {"inconsistent: a header of the submission changes the macro EXPECT_EQ"},
            kTests,
            "#include <gtest/gtest.h>\nint sum(int, int);\n#undef EXPECT_EQ\n"
            "#define EXPECT_EQ(a, b) SUCCEED()\n"},
        Row{"RedefinesWhatAMacroStandsOn",
            kGood,
            {"inconsistent: a header of the submission changes the macro switch"},
            kTests,
            "#include <gtest/gtest.h>\nint sum(int, int);\n#define switch if (true) ; else "
            "switch\n"},
        Row{"SpecialisesAComparison",
            "int sum(int a, int b) { return a + b; }\n",
            {"inconsistent: a header of the submission names GoogleTest's namespace"},
            kTests,
            "#include <gtest/gtest.h>\nint sum(int, int);\nnamespace testing::internal {\n"
            "template <> AssertionResult CmpHelperEQ<long, int>(const char*, const char*, const "
            "long&, const int&) { return AssertionSuccess(); }\n}\n"},
        Row{"StandsInForTheFramework", kGood, kHonest,
            "#include \"gtest/gtest.h\"\n#include \"sum.h\"\n" +
                std::string(kTests).substr(std::string(kTests).find("TEST"))},
        Row{"EndsItsParent",
            std::string(kGood) + "#include <csignal>\n#include <unistd.h>\nstatic int early = "
                                 "kill(getppid(), SIGKILL);\n",
            kNothing},
        Row{"CrashesAtLoad",
            std::string(kGood) + "#include <cstdlib>\nstatic int early = (abort(), 0);\n",
            kNothing}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Lists, GoogleTestJailTest,
    ::testing::Values(
        Row{"WithoutAnyCode",
            "",
            {"Sum > Adds: passed", "Sum > DISABLED_B: skipped", "Some/Even > Holds/0: passed"},
            with_tests("TEST(Sum, Adds) { EXPECT_EQ(sum(1, 2), 3); }\nTEST(Sum, DISABLED_B) {}\n"
                       "class Even : public testing::TestWithParam<int> {};\n"
                       "TEST_P(Even, Holds) { EXPECT_EQ(sum(1, 1), 2); }\n"
                       "INSTANTIATE_TEST_SUITE_P(Some, Even, testing::Values(2));\n"),
            "",
            Mode::List},
        Row{"FromTheTextWhereAHeaderIsMissing",
            "",
            {"Sum > Adds: passed", "Sum > DISABLED_B: skipped"},
            with_tests(
                "// TEST(Not, This)\nTEST(Sum, Adds) { EXPECT_EQ(\"TEST(Not, That)\", \"\"); "
                "}\n/*\nTEST(Nor, This) */\nTEST_F(Sum, DISABLED_B) {}\n"),
            "none",
            Mode::List},
        Row{"NotFromTheTextWhereItSaysTooLittle",
            "",
            {"sum_test.cc: missing file: sum.h: No such file or directory (sum_test.cc:2:10)"},
            with_tests("TEST(Sum, Adds) {}\nTEST_P(Even, Holds) {}\n"),
            "none",
            Mode::List}),
    [](const auto& row) { return row.param.name; });

// CMake projects of the rubric's.
struct ProjectRow {
  std::string name;
  std::string code;  // sum.cc
  std::vector<std::string> lines;
  Files more = {};  // of the submission
  Mode mode = Mode::Run;
};
void PrintTo(const ProjectRow& row, std::ostream* out) {
  *out << row.name;
}

class CTestJailTest : public ::testing::TestWithParam<ProjectRow> {};

TEST_P(CTestJailTest, GivesTheseResults) {
  Files files{
      {"CMakeLists.txt",
       "cmake_minimum_required(VERSION 3.20)\nproject(sum CXX)\nenable_testing()\n"
       "include(own.cmake OPTIONAL)\nadd_executable(one one.cc sum.cc)\n"
       "add_test(NAME one COMMAND one)\nadd_test(NAME two COMMAND one 2)\n"
       "find_package(GTest REQUIRED)\ninclude(GoogleTest)\n"
       "add_executable(more more.cc sum.cc)\n"
       "target_link_libraries(more GTest::gtest_main)\ngtest_discover_tests(more)\n"},
      {"one.cc", "int sum(int, int);\nint main(int n, char**) { return sum(n, 2) != 3; }\n"},
      {"more.cc",
       "#include <gtest/gtest.h>\nint sum(int, int);\n"
       "TEST(Sum, Adds) { EXPECT_EQ(sum(1, 2), 3); }\n"}};
  SuiteBuild build{"", {}, {}, {}, {"CMakeLists.txt", "one.cc", "more.cc"}};
  for (const auto& [path, content] : GetParam().more) files[path] = content;
  if (!GetParam().code.empty()) files["sum.cc"] = GetParam().code;
  const JailRun run = run_in_jail("cpp", "ctest", files, {"CMakeLists.txt"}, GetParam().mode, "",
                                  patient_limits(), build);
  EXPECT_THAT(lines_of_run(run.suite), ::testing::ElementsAreArray(GetParam().lines))
      << run.outcome.standard_output.head << run.outcome.standard_error.head;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, CTestJailTest,
    ::testing::Values(
        ProjectRow{"StudentsConfigureNothing",
                   "int sum(int a, int b) { return a + b; }\n",
                   {"one: passed", "two: failed", "Sum.Adds: passed"},
                   {{"own.cmake", "message(FATAL_ERROR \"mine\")\n"}}},
        ProjectRow{"LeavingEarlyIsNoPass",
                   "#include <cstdlib>\nint sum(int, int) { exit(0); }\n",
                   {"one: failed", "two: failed", "Sum.Adds: failed"}},
        ProjectRow{"NothingOfTheSubmissionRunsWhileItIsBuilt",
                   "#include <cstdio>\nint sum(int a, int b) { return a + b; }\n"
                   "static int early = (remove(\"/build/CTestTestfile.cmake\"), 0);\n",
                   {"one: passed", "two: failed", "Sum.Adds: passed"}},
        ProjectRow{"DoesNotCompile",
                   "int sum(int a, int b) { return a + c; }\n",
                   {"CMakeLists.txt: not built: ‘c’ was not declared in this scope (sum.cc:1:36)"}},
        ProjectRow{"ListsWithoutTheCode",
                   "int sum(int, int);\n",
                   {"one: passed", "two: passed", "Sum.Adds: passed"},
                   {},
                   Mode::List}),
    [](const auto& row) { return row.param.name; });

TEST(GoogleTestJail, AFailureSaysWhatTheFrameworkSays) {
  const JailRun run =
      run_in_jail("cpp", "googletest",
                  {{"a_test.cc",
                    "#include <gtest/gtest.h>\n#include <csignal>\n"
                    "TEST(A, Differs) { EXPECT_EQ(1 + 1, 3) << \"so\"; }\n"
                    "TEST(A, Stops) { raise(SIGSEGV); }\n"
                    "TEST(A, Ends) { exit(7); }\n"}},
                  {"a_test.cc"}, Mode::Run, "", patient_limits(), {"", {}, {}, {}, {"a_test.cc"}});
  ASSERT_EQ(run.suite.files.at(0).tests.size(), 3u);
  const auto& tests = run.suite.files[0].tests;
  EXPECT_EQ(tests[0].message,
            "Expected equality of these values:\n  1 + 1\n    Which is: 2\n  3\nso");
  EXPECT_EQ(tests[1].message, "The program stopped in this test: Segmentation fault (signal 11).");
  EXPECT_EQ(tests[2].message, "The program ended in this test, with exit code 7.");
}

}  // namespace
}  // namespace grader::runners
