// Values as a rubric writes them. Scalars follow YAML's core schema where they are not in quotes;
// what JSON lacks is written NaN, Infinity, -Infinity, -0, or as a map with one tag:
// {$js: undefined}, {$bigint: "1"}, {$date: 2026-11-23}, {$map: [[key, value]]}, {$set: [...]},
// {$error: {type, message}}, {$up: 1}; in JavaScript {$regexp: /ab+/i}, {$typed: {Uint8Array:
// [...]}}; in Python {$tuple: [...]}, {$bytes: text or numbers}, {$decimal: "1.10"}; where a
// function is given, {$function: name} or {$function: {name, returns, ...}}.
#pragma once

#include <optional>
#include <string_view>

#include "grader/base/yaml.h"
#include "grader/model/value.h"
#include "rubrics/mistakes.h"

namespace grader::rubrics {

// What cannot be such a value becomes a mistake, and undefined. `given`: it is handed over, so
// functions may be in it.
Value read_value(const YamlNode& node, Language language, Mistakes& mistakes, bool given = false);

// Milliseconds since 1970 of "2026-11-23", "2026-11-23T17:30Z", "2026-11-23T17:30:05.250+01:00";
// without a zone it is UTC. nullopt: that is no such time.
std::optional<double> time_from_text(std::string_view text);

}  // namespace grader::rubrics
