// What an operator's npmrc file says that we have to know before npm reads it in a jail.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grader::runners {

struct Npmrc {
  std::vector<std::string> variables;  // NAME, for each ${NAME} or ${NAME?}
  std::vector<std::string> secrets;    // tokens and passwords as written: "${NAME}" too
};

Npmrc parse_npmrc(std::string_view text);

// `text` with each ${NAME} that is set in our environment replaced by its value, as npm does it.
std::string with_variables(std::string_view text);

// `text` with *** for each of these; those under four letters are none.
std::string without_secrets(std::string text, const std::vector<std::string>& secrets);

// "https://user:password@host/": without what stands before the @.
std::string without_user(const std::string& address);

}  // namespace grader::runners
