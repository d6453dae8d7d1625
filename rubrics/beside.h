// What stands beside a rubric: `week-2.proofs.yaml`, `week-2.es.yaml`. Both endings of YAML,
// `.yaml` and `.yml`, do for the rubric and for what is beside it.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace grader::rubrics {

// ".yaml" or ".yml".
bool is_yaml(const std::filesystem::path& file);

// Those that are there of "week-2.NAME.yaml" and "week-2.NAME.yml", for "week-2.yaml".
std::vector<std::filesystem::path> files_beside(const std::filesystem::path& rubric,
                                                std::string_view name);

// "week-2.yaml" for "week-2.NAME.yaml": with the ending of the file itself, or with the other one
// where only that is there.
std::filesystem::path rubric_beside(const std::filesystem::path& file);

}  // namespace grader::rubrics
