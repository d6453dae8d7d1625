// What every command of the program has in common.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace grader::cli {

// A command line without the program's name and the command's own; returns the exit code.
using Arguments = std::vector<std::string>;

struct Streams {
  std::ostream& out;  // the report or summary, and nothing else
  std::ostream& err;  // progress and diagnostics
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool color = false;  // on `out`: a terminal, and no NO_COLOR
  int width = 80;
};

struct CommandRow {
  const char* name;
  const char* about;
  int (*run)(const Arguments& arguments, Streams& streams);
};

int run_grade(const Arguments& arguments, Streams& streams);
int run_cohort(const Arguments& arguments, Streams& streams);
int run_plan(const Arguments& arguments, Streams& streams);
int run_render(const Arguments& arguments, Streams& streams);
int run_rubric(const Arguments& arguments, Streams& streams);
int run_kinds(const Arguments& arguments, Streams& streams);
int run_environment(const Arguments& arguments, Streams& streams);
int run_doctor(const Arguments& arguments, Streams& streams);

// The whole program: `arguments` begins with the command's name.
int run_program(const Arguments& arguments, Streams& streams);

}  // namespace grader::cli
