#include "grader/cli/options.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "grader/base/log_text.h"
#include "grader/base/text.h"

namespace grader::cli {
namespace {

// The names of all options and commands that can stand there.
std::vector<std::string> known_words(const CLI::App& app, bool options) {
  std::vector<std::string> words;
  for (const CLI::Option* option : app.get_options()) {
    if (!options) break;
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    if (!options) {
      words.push_back(command->get_name());
    } else if (command->parsed()) {
      for (std::string& word : known_words(*command, true)) words.push_back(std::move(word));
    }
  }
  return words;
}

std::string unknown(const std::string& what, const std::string& word,
                    const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  const std::string near = did_you_mean(word, views);
  return "unknown " + what + " '" + visible(word, 100) + "'" +
         (near.empty() ? "" : ", did you mean '" + near + "'?");
}

// A mistyped name is why something else is missing.
std::string told(const CLI::App& app, const CLI::ParseError& error) {
  for (const std::string& word : app.remaining(true)) {
    if (word.starts_with("--") && word.size() > 2) {
      return unknown("option", word.substr(0, word.find('=')), known_words(app, true));
    }
  }
  const bool no_command = app.get_subcommands().empty() && !app.get_subcommands(nullptr).empty();
  if (no_command && app.remaining_size() > 0) {
    return unknown("command", app.remaining().front(), known_words(app, false));
  }
  return visible(error.what());
}

}  // namespace

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
    return fail(usage_error(told(app, error), app.get_name() + " --help shows the options"),
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
