// Tools that the rubric brings and that tell their results in a common format. Student code that
// runs in the tool's process can write these too: an exit code says nothing, and nor do they alone.
#include <utility>
#include <variant>

#include "runners/frameworks.h"
#include "runners/tool_results.h"

namespace grader::runners {
namespace {

using Read = ToolResults (*)(std::string_view text, const std::string& file);

class Tool final : public Runner {
 public:
  Tool(std::string_view name, Read reader) : name_(name), read_(reader) {}

  std::string_view name() const override { return name_; }

  bool recognises(std::string_view, std::string_view, std::string_view) const override {
    return false;  // a rubric names it
  }

  bool runs_a_tool() const override { return true; }

  sandbox::Command command(const Environment& environment,
                           const SuiteRequest& request) const override {
    sandbox::Command command;
    // env(1) looks for it where the environment's PATH says.
    command.argv = {"/usr/bin/env", "--"};
    command.argv.insert(command.argv.end(), request.tool.argv.begin(), request.tool.argv.end());
    command.environment = environment.variables;
    command.mounts = environment.mounts;
    command.working_directory = "/submission";
    if (!request.tool.folder.empty()) command.working_directory += "/" + request.tool.folder;
    if (!request.tool.results.empty()) command.collect = {place(request)};
    return command;
  }

  SuiteRun read(const SuiteRequest& request, const sandbox::Outcome& outcome) const override {
    SuiteRun run;
    for (const std::string& file : request.files) run.files.push_back({file, false, {}, {}});
    if (run.files.empty()) return run;
    FileRun& file = run.files.front();
    ToolResults results;
    if (request.tool.results.empty()) {
      const sandbox::Capture& output = outcome.standard_output;
      results = read_(output.head, file.file);
      if (!output.tail.empty()) results.complete = false;
    } else if (const auto found = outcome.files.find(place(request));
               found != outcome.files.end()) {
      results = read_(found->second, file.file);
    }
    // A limit or a signal ended it, whatever it had told until then.
    file.finished = results.complete && std::holds_alternative<sandbox::Exited>(outcome.ending);
    file.tests = std::move(results.tests);
    if (request.mode == Mode::List) {
      for (TestRun& test : file.tests) {
        if (test.state == TestState::Failed) test.state = TestState::Passed;  // "is to run"
        test.message.clear();
      }
    }
    if (file.finished && file.tests.empty()) {
      file.failure = LoadFailure{
          LoadFailure::Kind::Empty, "There is no test in the results.", "", file.file, 0, 0};
    }
    return run;
  }

  SelfTest self_test() const override { return {}; }

 private:
  static std::string place(const SuiteRequest& request) {
    return "/results/" + request.tool.results;
  }

  std::string_view name_;
  Read read_;
};

}  // namespace

const Runner& junit_xml_runner() {
  static const Tool runner("junit-xml", read_junit_xml);
  return runner;
}

const Runner& tap_runner() {
  static const Tool runner("tap", read_tap);
  return runner;
}

}  // namespace grader::runners
