// Values as JSON, as they cross between jails. What JSON lacks is an object with one tag:
//   {"$js": "undefined" | "NaN" | "-0" | "Infinity" | "-Infinity"}, {"$bigint": "12"},
//   {"$date": milliseconds or null}, {"$tuple": [...]}, {"$set": [...]}, {"$map": [[key, value]]},
//   {"$object": {"class": "Cart", "fields": {...}}}, {"$other": "function"},
//   {"$regexp": "/ab+/i"}, {"$typed": {"type": "Uint8Array", "items": [...]}},
//   {"$error": {"types": ["RangeError", "Error"], "message": "too small"}}, {"$bytes": "ff00"},
//   {"$decimal": "1.10"}, {"$datetime": ["date" | "local" | "zoned", milliseconds]},
//   {"$up": 1}: the list, map or object around it, so many levels up.
// An object of the program with a key that begins with '$' is written as $object. Only a rubric's
// values have {"$function": {"name", "returns" | "returns_each" | "returns_for" | "throws",
// "async"}}; from a jail it is refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "grader/model/value.h"

namespace grader {

inline constexpr int kMaxValueDepth = 64;
inline constexpr std::size_t kMaxValues = 100'000;  // in one value

// One line, ASCII outside of texts.
std::string to_json(const Value& value);

// nullopt: this is no value, or it is deeper or larger than a value may be.
std::optional<Value> value_from_json(std::string_view text);

}  // namespace grader
