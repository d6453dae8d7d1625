// Names that file systems and people can be misled by.
#pragma once

#include <string>
#include <string_view>

namespace grader::source {

// Whether some file system takes `name` (one part of a path) for ".git": any case, HFS+'s ignored
// characters, NTFS's short name, trailing dots and spaces, streams, backslashes.
bool is_git_like(std::string_view name);

// What a file system that ignores case and normalises Unicode makes of a name. Names with the
// same fold cannot stand side by side there.
std::string fold_name(std::string_view name);

// Unicode's composed form; the name itself where it is not valid UTF-8.
std::string compose_name(std::string_view name);

// Whether a name cannot be shown as it is: invalid UTF-8, control or hidden characters.
bool is_odd_name(std::string_view name);

}  // namespace grader::source
