#include "grader/cli/options.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "grader/base/log_text.h"
#include "grader/base/text.h"

namespace grader::cli {

std::optional<int> parse(CLI::App& app, const Arguments& arguments, Streams& streams) {
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    streams.out << app.help();
    return 0;
  } catch (const CLI::CallForAllHelp&) {
    streams.out << app.help();
    return 0;
  } catch (const CLI::ParseError& error) {
    return fail(usage_error(visible(error.what()), app.get_name() + " --help shows the options"),
                streams);
  }
}

int fail(const Error& error, Streams& streams) {
  // Lines with places of their own stand as editors and compilers show them.
  const bool several = error.message.find('\n') != std::string::npos;
  const std::string told = to_text(error);
  streams.err << (several ? "" : "grader: ");
  for (const std::string_view line : lines_of(told)) {
    streams.err << without_log_commands(line) << "\n";
  }
  return exit_code(error.blame);
}

}  // namespace grader::cli
