#include "rubrics/beside.h"

#include <array>
#include <string>
#include <system_error>

namespace grader::rubrics {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kEndings{".yaml", ".yml"};

}  // namespace

bool is_yaml(const fs::path& file) {
  const std::string ending = file.extension().string();
  return ending == kEndings[0] || ending == kEndings[1];
}

std::vector<fs::path> files_beside(const fs::path& rubric, std::string_view name) {
  std::vector<fs::path> found;
  for (const std::string_view ending : kEndings) {
    std::string file = rubric.stem().string() + ".";
    file.append(name).append(ending);
    std::error_code ignored;
    if (fs::exists(rubric.parent_path() / file, ignored)) {
      found.push_back(rubric.parent_path() / file);
    }
  }
  return found;
}

fs::path rubric_beside(const fs::path& file) {
  const std::string stem = file.stem().stem().string();
  const fs::path same = file.parent_path() / (stem + file.extension().string());
  std::error_code ignored;
  if (fs::exists(same, ignored)) return same;
  for (const std::string_view ending : kEndings) {
    const fs::path other = file.parent_path() / (stem + std::string(ending));
    if (fs::exists(other, ignored)) return other;
  }
  return same;
}

}  // namespace grader::rubrics
