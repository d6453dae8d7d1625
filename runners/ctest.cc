// CTest: a CMake project of the rubric's, built in one jail and tested in another. Its one test
// file is its CMakeLists.txt; no such file of a student's is read.
#include "runners/frameworks.h"
#include "runners/results.h"

namespace grader::runners {
namespace {

std::vector<std::string> script(const char* what) {
  return {"/usr/bin/python3", "-I", "-B", "/harness/ctest/run.py", what};
}

class CTest final : public Runner {
 public:
  std::string_view name() const override { return "ctest"; }

  bool recognises(std::string_view test_file, std::string_view /*content*/,
                  std::string_view /*package_json*/) const override {
    return test_file == "CMakeLists.txt" || test_file.ends_with("/CMakeLists.txt");
  }

  sandbox::Command command(const Environment& environment,
                           const SuiteRequest& request) const override {
    return harness_command(environment, request,
                           script(request.mode == Mode::List ? "list" : "run"));
  }

  std::optional<sandbox::Command> build_command(const Environment& environment,
                                                const SuiteRequest& request) const override {
    return harness_command(environment, request, script("build"));
  }

  SuiteRun read(const SuiteRequest& request, const sandbox::Outcome& outcome) const override {
    return read_results(request, outcome);
  }

  std::vector<Preparation> preparations(const Environment& environment) const override {
    Preparation preparation;
    sandbox::Command& command = preparation.command;
    command.argv = {
        environment.interpreter,    "-std=c++17", "-O1", "-fPIC", "-c", "-o", "/results/ctest.o",
        "/harness/ctest/returns.cc"};
    command.environment = environment.variables;
    command.mounts = environment.mounts;
    command.collect = {"/results/ctest.o"};
    preparation.target = "ctest.o";
    return {preparation};
  }

  SelfTest self_test() const override {
    SelfTest test;
    test.files = {
        {"/submission/CMakeLists.txt",
         std::string("cmake_minimum_required(VERSION 3.20)\nproject(sum CXX)\nenable_testing()\n"
                     "add_executable(sum sum.cc)\nadd_test(NAME adds COMMAND sum)\n"
                     "add_test(NAME fails COMMAND sum wrong)\n"
                     "add_test(NAME waits COMMAND sum)\n"
                     "set_tests_properties(waits PROPERTIES DISABLED TRUE)\n"),
         false, false},
        {"/submission/sum.cc", std::string("int main(int count, char**) { return count - 1; }\n"),
         false, false}};
    test.test_files = {"CMakeLists.txt"};
    test.build.ours = {"CMakeLists.txt"};
    test.expected = {{{"CMakeLists.txt", "adds", 0}, TestState::Passed, ""},
                     {{"CMakeLists.txt", "fails", 0}, TestState::Failed, ""},
                     {{"CMakeLists.txt", "waits", 0}, TestState::Skipped, ""}};
    return test;
  }
};

}  // namespace

const Runner& ctest_runner() {
  static const CTest runner;
  return runner;
}

}  // namespace grader::runners
