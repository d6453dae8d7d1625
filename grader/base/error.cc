#include "grader/base/error.h"

#include <cerrno>
#include <cstring>
#include <utility>

namespace grader {

std::string to_text(const Error& error) {
  std::string text = error.where.empty() ? error.message : error.where + ": " + error.message;
  if (!error.hint.empty()) text += "\nhint: " + error.hint;
  return text;
}

int exit_code(Blame blame) {
  switch (blame) {
    case Blame::Usage:
    case Blame::Rubric:
      return 2;
    case Blame::Submission:
      return 3;
    case Blame::Grader:
      return 4;
    case Blame::Interrupted:
      return 130;
  }
  return 4;
}

Error usage_error(std::string message, std::string hint) {
  return {Blame::Usage, std::move(message), "", std::move(hint)};
}

Error rubric_error(std::string message, std::string where, std::string hint) {
  return {Blame::Rubric, std::move(message), std::move(where), std::move(hint)};
}

Error submission_error(std::string message, std::string where, std::string hint) {
  return {Blame::Submission, std::move(message), std::move(where), std::move(hint)};
}

Error grader_error(std::string message, std::string where, std::string hint) {
  return {Blame::Grader, std::move(message), std::move(where), std::move(hint)};
}

Error system_error(std::string what, int errno_value, std::string where) {
  Error error = grader_error(std::move(what) + ": " + std::strerror(errno_value), std::move(where));
  if (errno_value == ENOSPC || errno_value == EDQUOT) {
    error.hint = "the disk is full; free some room and run the command again";
  }
  if (errno_value == EACCES || errno_value == EPERM || errno_value == EROFS) {
    error.hint = "check who owns this place and whether it may be written to";
  }
  return error;
}

}  // namespace grader
