#include "runners/frameworks.h"
#include "runners/results.h"
#include "runners/text_match.h"

namespace grader::runners {
namespace {

class Pytest final : public Runner {
 public:
  std::string_view name() const override { return "pytest"; }

  bool recognises(std::string_view test_file, std::string_view /*content*/,
                  std::string_view /*package_json*/) const override {
    return has_extension(test_file, {"py"});
  }

  sandbox::Command command(const Environment& environment,
                           const SuiteRequest& request) const override {
    sandbox::Command command;
    // Isolated (no PYTHON* variables, no user packages, no module of the working directory), and
    // without writing bytecode.
    command.argv = {environment.interpreter, "-I", "-B", "/harness/pytest/run.py"};
    command.environment = environment.variables;
    command.mounts = environment.mounts;
    command.standard_input = request_text(request);
    command.collect = {results_path(request.secret)};
    return command;
  }

  SuiteRun read(const SuiteRequest& request, const sandbox::Outcome& outcome) const override {
    return read_results(request, outcome);
  }

  std::vector<Preparation> preparations(const Environment& environment) const override {
    Preparation preparation;
    preparation.target = "python.zip";
    const std::string out = "/results/" + preparation.target;
    preparation.command.argv = {environment.interpreter, "-I", "-B",
                                "/harness/membrane_python/prepare.py", out};
    preparation.command.environment = environment.variables;
    preparation.command.mounts = environment.mounts;
    preparation.command.collect = {out};
    return {preparation};
  }

  // Both keep out of reach of the submission as above; see harness/judge_python,
  // harness/student_python.
  std::optional<TwoJails> two_jails() const override {
    return TwoJails{{"", "-I", "-B", "/harness/judge_python/main.py"},
                    {"", "-I", "-B", "/harness/student_python/main.py"}};
  }

  SelfTest self_test() const override {
    SelfTest test;
    test.files = {
        {"/submission/adding.py", std::string("def add(a, b):\n    return a + b\n"), false, false},
        {"/submission/test_adding.py",
         std::string("import pytest\n"
                     "from adding import add\n\n"
                     "class TestAdd:\n"
                     "    def test_adds(self):\n"
                     "        assert add(1, 2) == 3\n\n"
                     "    def test_fails(self):\n"
                     "        assert add(1, 2) == 4\n\n"
                     "@pytest.mark.skip\n"
                     "def test_waits():\n"
                     "    pass\n\n"
                     "@pytest.mark.parametrize('n', [1, 2])\n"
                     "def test_each(n):\n"
                     "    assert add(n, 0) == n\n"),
         false, false}};
    test.test_files = {"test_adding.py"};
    test.expected = {{{"test_adding.py", "TestAdd > test_adds", 0}, TestState::Passed, ""},
                     {{"test_adding.py", "TestAdd > test_fails", 0}, TestState::Failed, ""},
                     {{"test_adding.py", "test_waits", 0}, TestState::Skipped, ""},
                     {{"test_adding.py", "test_each[1]", 0}, TestState::Passed, ""},
                     {{"test_adding.py", "test_each[2]", 0}, TestState::Passed, ""}};
    return test;
  }
};

}  // namespace

const Runner& pytest_runner() {
  static const Pytest runner;
  return runner;
}

}  // namespace grader::runners
