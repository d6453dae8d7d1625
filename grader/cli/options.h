// Options by CLI11, with our exit codes and our way of saying mistakes.
#pragma once

#include <optional>

#include "grader/base/error.h"
#include "grader/cli/command.h"

namespace CLI {
class App;
}

namespace grader::cli {

// nullopt: go on. Otherwise the exit code: 0 after --help, 2 after a mistake, which was told on
// `err` with a hint.
std::optional<int> parse(CLI::App& app, const Arguments& arguments, Streams& streams);

// Tells an Error on `err` ("grader: ...") and gives its exit code.
int fail(const Error& error, Streams& streams);

}  // namespace grader::cli
