// Settings that rubric, task and check share. The nodes fit their shapes.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/yaml.h"
#include "rubrics/mistakes.h"
#include "rubrics/rubric.h"

namespace grader::rubrics {

// Names of environments that there are; empty: nobody knows.
using KnownNames = std::vector<std::string>;

TemplateSpec read_template(const YamlNode& node, const std::filesystem::path& rubric_folder,
                           Mistakes& mistakes);

// A folder beside the rubric becomes an absolute path in EnvironmentRule::use.
EnvironmentChoice read_environment(const YamlNode& node, const std::filesystem::path& rubric_folder,
                                   const KnownNames& known, Mistakes& mistakes);

LimitsSpec read_limits(const YamlNode& node);

// Whether a text has a question mark of its language.
bool asks(std::string_view text, std::string_view language);

}  // namespace grader::rubrics
