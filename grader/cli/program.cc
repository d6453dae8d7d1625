// The table of commands, `--help` and `--version`.
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/text.h"
#include "grader/cli/command.h"
#include "grader/engine/version.h"

namespace grader::cli {
namespace {

constexpr CommandRow kCommands[] = {
    {"grade", "grade a submission and write its report", run_grade},
    {"cohort", "grade many submissions, each into a folder of its own", run_cohort},
    {"plan", "show what would run, and stop", run_plan},
    {"render", "make any view of a stored report", run_render},
    {"rubric", "check, prove, explain or describe a rubric", run_rubric},
    {"kinds", "the kinds of check, with their keys", run_kinds},
    {"environment", "build, list and prune what jails run in", run_environment},
    {"doctor", "see what this host can isolate, by attacking it", run_doctor},
};

void print_help(std::ostream& out) {
  out << "grader: reviews and grades a student's commit by a rubric\n"
         "\n"
         "usage: grader COMMAND [OPTIONS]    grader COMMAND --help    grader --version\n"
         "\n";
  for (const CommandRow& command : kCommands) {
    std::string name = command.name;
    name.resize(14, ' ');
    out << "  " << name << command.about << "\n";
  }
  out << "\n"
         "examples:\n"
         "  grader grade https://github.com/school/course --ref pull/7/head --rubric week-2.yaml\n"
         "  grader grade my-folder --rubric week-2.yaml --fail-under 70\n"
         "  grader rubric check week-2.yaml\n"
         "\n"
         "exit codes: 0 done, 1 below --fail-under, 2 the call or the rubric is wrong,\n"
         "  3 the submission cannot be fetched or is refused, 4 the grader failed,\n"
         "  130 interrupted\n";
}

}  // namespace

int run_program(const Arguments& arguments, Streams& streams) {
  if (arguments.empty()) {
    print_help(streams.err);
    return 2;
  }
  const std::string& first = arguments.front();
  if (first == "--help" || first == "-h" || first == "help") {
    print_help(streams.out);
    return 0;
  }
  if (first == "--version") {
    streams.out << "grader " << engine::kVersion << "\n";
    return 0;
  }
  std::vector<std::string_view> names;
  for (const CommandRow& command : kCommands) {
    if (first == command.name) {
      return command.run(Arguments(arguments.begin() + 1, arguments.end()), streams);
    }
    names.emplace_back(command.name);
  }
  const std::string near = did_you_mean(first, names);
  streams.err << "grader: unknown command '" << visible(first) << "'"
              << (near.empty() ? "" : ", did you mean '" + near + "'?")
              << "\nhint: grader --help lists the commands\n";
  return 2;
}

}  // namespace grader::cli
