// A comma in a text without quotes: in braces it ends the text, and what follows is read as a key
// without a value.
#pragma once

#include <cstddef>
#include <optional>

#include "grader/base/yaml_source.h"
#include "grader/base/yaml_trouble.h"

namespace grader {

// Whether the key at `key`, in braces and without quotes, has no ':' after it.
bool lacks_colon(const YamlSource& source, std::size_t key);

// What to say of such a key. `before`: where the value of the entry before it begins, if that is a
// text without quotes.
YamlTrouble comma_trouble(const YamlSource& source, std::optional<std::size_t> before,
                          std::size_t key);

}  // namespace grader
