// The texts of a rubric in another language. What is empty is not translated: it is shown in the
// language of the rubric.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace grader {

// Of a check, or of a block of checks (its title alone).
struct CheckTexts {
  std::string title, ask, why, learn, praise;
  std::map<std::string, std::string> texts;  // what else the check says: original -> translation
};

struct TaskTexts {
  std::string title, first_step;
  std::map<std::string, CheckTexts> checks;  // by id
};

struct RubricTexts {
  std::int64_t version = 0;  // of the rubric that was translated
  std::string digest;        // "sha256:..." of the file
  std::string title;
  std::map<std::string, TaskTexts> tasks;  // by id
};

using Translations = std::map<std::string, RubricTexts>;  // by language: "es", "pt-BR"

}  // namespace grader
