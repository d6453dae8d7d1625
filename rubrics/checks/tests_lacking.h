// Whose it is to mend where one of our test files asks for a module that is not there.
//
// What is not there is known from the listing over the template, which no student's code takes part
// in; the run only says that it was in the way. So a student cannot make an own failure look like
// ours. A module is the student's to bring where
// - the template has it, or the rubric names it (a task's path, a glob of what is asked for), or
// - it would lie in the task's folder, and the template starts no code there that could tell what
//   students are to write.
// All else is the rubric's: a package, a path outside of the task, a file that lies beside the
// rubric and is not laid; and what throws in the listing as well, a set-up file say.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "rubrics/check.h"

namespace grader::rubrics {

struct Lack {
  bool rubrics = false;  // else the student's
  std::string file;      // that is missing, in the submission; where it is the student's
  std::string note;      // for the rubric's author; may be empty
};

// `places`: of the rubric's files, by their place in the submission. nullopt: the failure is not
// about what one of our files asks for.
std::optional<Lack> explain_lack(const runners::LoadFailure& failure, const SuiteEvidence& suite,
                                 std::size_t index, const CheckView& view,
                                 const std::map<std::string, std::string>& places);

// The files that `name`, asked for by the file at `path`, could be; the likeliest first. Empty
// where it can only be a package or leaves the root.
std::vector<std::string> module_files(const std::string& path, const std::string& name);

// The modules that the text of a test file asks for and that can be files of one's own.
std::vector<std::string> asked_modules(const std::string& path, const std::string& content);

}  // namespace grader::rubrics
