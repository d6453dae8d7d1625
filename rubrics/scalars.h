// The scalars of a rubric, from their text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "grader/base/yaml.h"
#include "grader/model/points.h"
#include "rubrics/shape.h"

namespace grader::rubrics {

inline constexpr std::int64_t kMaxPoints = 100'000;

// From decimal text, without floating point: "6", "2.5", "0.25". At most two decimals and
// kMaxPoints.
std::optional<Points> read_points(const YamlNode& node);

bool is_id(std::string_view text);
bool is_rubric_id(std::string_view text);
bool is_language(std::string_view text);

// What is wrong with a scalar as a value of this shape; nullopt: nothing. For the scalar types.
std::optional<std::string> scalar_mistake(const YamlNode& node, const Shape& shape);

// "a list", "the number 3", "'abc'", "nothing": what stands there instead.
std::string found_instead(const YamlNode& node);

// Readers for nodes that may be absent or of another kind (said already): empty then.
std::string read_text(const YamlNode* node);
bool read_flag(const YamlNode* node);
std::optional<std::int64_t> read_integer(const YamlNode* node);

}  // namespace grader::rubrics
