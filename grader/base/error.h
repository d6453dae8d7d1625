// Errors: the grader could not do its job, and who must act.
//
// What a student's program does to itself is never an Error; it is a value (sandbox::Outcome,
// Status::Fail). An Error travels in a Result and ends as one message and one exit code.
#pragma once

#include <string>

namespace grader {

enum class Blame {
  Usage,        // the caller: a bad flag, a bad argument
  Rubric,       // the course author: a rubric file is wrong
  Submission,   // the student: the repository cannot be fetched, read or is refused
  Grader,       // us: the sandbox cannot start, the disk is full, a bug
  Interrupted,  // the user stopped the run
};

struct Error {
  Blame blame = Blame::Grader;
  std::string message;  // lower case, no full stop: "unknown check kind 'x'"
  std::string where;    // "week-2.yaml:12:7" or a path; empty if there is no place
  std::string hint;     // what to try next; empty if we do not know
};

// "where: message" with the hint on a line of its own ("hint: ..."), without a final newline.
std::string to_text(const Error& error);

// The documented exit code: 2 usage and rubric, 3 submission, 4 grader, 130 interrupted.
int exit_code(Blame blame);

Error usage_error(std::string message, std::string hint = "");
Error rubric_error(std::string message, std::string where = "", std::string hint = "");
Error submission_error(std::string message, std::string where = "", std::string hint = "");
Error grader_error(std::string message, std::string where = "", std::string hint = "");

// A grader_error that names what the system said: "cannot open x: No such file or directory".
// `errno_value` is the value of errno right after the call.
Error system_error(std::string what, int errno_value, std::string where = "");

}  // namespace grader
