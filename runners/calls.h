// A function of the student, called by the engine over a pipe (pipe.h).
#pragma once

#include <optional>
#include <string_view>

#include "grader/model/value.h"
#include "runners/environment.h"
#include "sandbox/launcher.h"

namespace grader::runners {

// By the file's extension; nullopt: functions cannot be called in such a file.
std::optional<Language> language_of(std::string_view module);

// Which toolchain an environment must have for such a file: "node", "python".
std::string_view toolchain_of(std::string_view module);

// The half of the pipe in the jail for functions of `module`, without files and without the
// descriptor, which the caller adds: it is the first one.
sandbox::Command serve_calls(const Environment& environment, std::string_view module);

}  // namespace grader::runners
