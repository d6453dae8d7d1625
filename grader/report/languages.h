// The languages that sentences can be said in.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/result.h"

namespace grader::report {

// Those that have a folder in `messages`, sorted.
std::vector<std::string> languages_in(const std::filesystem::path& messages);

// The one of `known` that `tag` means: itself, or the more general one ("es" for "es-MX"). Case and
// '_' do not matter. Else a usage error that names the known ones and the one that was probably
// meant, also where the tag is a language's name.
Result<std::string> language_of(std::string_view tag, const std::vector<std::string>& known);

// As its speakers write it: "Español".
std::string own_name_of(const std::string& language);

// Arabic and the like.
bool is_right_to_left(const std::string& language);

}  // namespace grader::report
