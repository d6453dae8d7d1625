// One attack on the jail: a row. Its programs are in programs/; what holds after each of them is in
// invariants.h.
#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/launcher.h"

namespace grader::attacks {

struct Case {
  std::string name;  // a fact, for the test's name
  // In argv and the script: {marker} is a file of the host's that holds a secret, {port} and
  // {socket} (an abstract name) are listened on by the host, {word} is unlike in every run.
  sandbox::Command command;
  // "exit 3", "signal 11", "limit memory"; where the kernel decides, several with " or " between.
  std::string ending = "exit 0";
  // All that it may print on stdout; what got through is told there. Floods are not looked at.
  std::string says = {};
  // On top of tight_limits().
  std::function<void(sandbox::Limits&)> limits = {};
  // What comes out of `command.collect`.
  std::map<std::string, std::string> files = {};
  std::vector<std::string> refused = {};
  // It has a socket as descriptor 3 then, and this is what came out of our end, word by word.
  std::optional<std::string> heard = {};
  // Run after it on the same slot, says nothing either.
  sandbox::Command then = {};
};

void PrintTo(const Case& attack, std::ostream* out);

// Small, so that attacks end soon; a busy machine gives little CPU time, so the clock is patient.
sandbox::Limits tight_limits();

// A program of programs/ with its arguments.
sandbox::Command program(const std::string& name, const std::vector<std::string>& arguments = {});
sandbox::Command shell(const std::string& script);
sandbox::Command python(const std::string& script);
sandbox::Command node(const std::string& script);

}  // namespace grader::attacks
