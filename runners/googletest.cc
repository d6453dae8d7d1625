// GoogleTest: each test file is built into a program of its own, whose main() is ours.
#include "runners/frameworks.h"
#include "runners/results.h"
#include "runners/text_match.h"

namespace grader::runners {
namespace {

std::vector<std::string> script(const char* name) {
  return {"/usr/bin/python3", "-I", "-B", name};
}

class GoogleTest final : public Runner {
 public:
  std::string_view name() const override { return "googletest"; }

  bool recognises(std::string_view test_file, std::string_view content,
                  std::string_view /*package_json*/) const override {
    if (!has_extension(test_file, {"cc", "cpp", "cxx", "c++", "C"})) return false;
    for (const std::string_view header : {"gtest/gtest.h", "gmock/gmock.h"}) {
      if (content.find("<" + std::string(header) + ">") != std::string_view::npos ||
          content.find("\"" + std::string(header) + "\"") != std::string_view::npos) {
        return true;
      }
    }
    return false;
  }

  sandbox::Command command(const Environment& environment,
                           const SuiteRequest& request) const override {
    return harness_command(environment, request,
                           script(request.mode == Mode::List ? "/harness/googletest/list.py"
                                                             : "/harness/googletest/run.py"));
  }

  std::optional<sandbox::Command> build_command(const Environment& environment,
                                                const SuiteRequest& request) const override {
    return harness_command(environment, request, script("/harness/googletest/build.py"));
  }

  SuiteRun read(const SuiteRequest& request, const sandbox::Outcome& outcome) const override {
    return read_results(request, outcome);
  }

  std::vector<Preparation> preparations(const Environment& environment) const override {
    Preparation preparation;
    sandbox::Command& command = preparation.command;
    command.argv = {environment.interpreter,
                    "-std=c++17",
                    "-O1",
                    "-fPIC",
                    "-pthread",
                    "-c",
                    "-o",
                    "/results/googletest.o",
                    "/harness/googletest/judge.cc"};
    command.environment = environment.variables;
    command.mounts = environment.mounts;
    command.collect = {"/results/googletest.o"};
    preparation.target = "googletest.o";
    return {preparation};
  }

  SelfTest self_test() const override {
    SelfTest test;
    test.files = {
        {"/submission/sum.h", std::string("int sum(int a, int b);\n"), false, false},
        {"/submission/sum.cc",
         std::string("#include \"sum.h\"\nint sum(int a, int b) { return a + b; }\n"
                     "int main() { return 1; }\n"),
         false, false},
        {"/submission/sum_test.cc",
         std::string("#include \"sum.h\"\n"
                     "#include <gmock/gmock.h>\n"
                     "#include <gtest/gtest.h>\n"
                     "TEST(Sum, Adds) { EXPECT_THAT(sum(1, 2), testing::Eq(3)); }\n"
                     "TEST(Sum, Fails) { EXPECT_EQ(sum(1, 2), 4); }\n"
                     "TEST(Sum, DISABLED_Waits) {}\n"
                     "class Even : public testing::TestWithParam<int> {};\n"
                     "TEST_P(Even, Holds) { EXPECT_EQ(sum(GetParam(), GetParam()) % 2, 0); }\n"
                     "INSTANTIATE_TEST_SUITE_P(Some, Even, testing::Values(1, 2));\n"),
         false, false}};
    test.test_files = {"sum_test.cc"};
    test.build = {"", {"sum.cc"}, {}, {}, {"sum.h", "sum_test.cc"}};
    test.expected = {{{"sum_test.cc", "Sum > Adds", 0}, TestState::Passed, ""},
                     {{"sum_test.cc", "Sum > Fails", 0}, TestState::Failed, ""},
                     {{"sum_test.cc", "Sum > DISABLED_Waits", 0}, TestState::Skipped, ""},
                     {{"sum_test.cc", "Some/Even > Holds/0", 0}, TestState::Passed, ""},
                     {{"sum_test.cc", "Some/Even > Holds/1", 0}, TestState::Passed, ""}};
    return test;
  }
};

}  // namespace

const Runner& googletest_runner() {
  static const GoogleTest runner;
  return runner;
}

}  // namespace grader::runners
