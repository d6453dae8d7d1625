#include "runners/npmrc.h"

#include <cstdlib>

#include "grader/base/text.h"

namespace grader::runners {
namespace {

// Calls `found` with where each ${NAME} begins and ends, and its name.
template <class Found>
void each_variable(std::string_view text, Found found) {
  for (std::size_t at = 0; (at = text.find("${", at)) != std::string_view::npos;) {
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos) return;
    std::string_view name = text.substr(at + 2, end - at - 2);
    if (name.ends_with('?')) name.remove_suffix(1);  // npm's mark of one that may be missing
    if (!name.empty()) found(at, end + 1, std::string(name));
    at = end;
  }
}

bool is_secret(std::string_view key) {
  for (const std::string_view secret : {"_authToken", "_auth", "_password"}) {
    if (key == secret || key.ends_with(":" + std::string(secret))) return true;
  }
  return false;
}

std::string_view unquoted(std::string_view value) {
  const bool quoted = value.size() > 1 && value.front() == value.back() &&
                      (value.front() == '"' || value.front() == '\'');
  return quoted ? value.substr(1, value.size() - 2) : value;
}

}  // namespace

Npmrc parse_npmrc(std::string_view text) {
  Npmrc npmrc;
  for (const std::string_view line : lines_of(text)) {
    const std::string_view said = trim(line);
    if (said.empty() || said.front() == '#' || said.front() == ';') continue;
    each_variable(said, [&](std::size_t, std::size_t, std::string name) {
      npmrc.variables.push_back(std::move(name));
    });
    const std::size_t equals = said.find('=');
    if (equals == std::string_view::npos || !is_secret(trim(said.substr(0, equals)))) continue;
    npmrc.secrets.emplace_back(unquoted(trim(said.substr(equals + 1))));
  }
  return npmrc;
}

std::string with_variables(std::string_view text) {
  std::string out;
  std::size_t copied = 0;
  each_variable(text, [&](std::size_t begin, std::size_t end, const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return;
    out += text.substr(copied, begin - copied);
    out += value;
    copied = end;
  });
  out += text.substr(copied);
  return out;
}

std::string without_secrets(std::string text, const std::vector<std::string>& secrets) {
  constexpr std::size_t kShortest = 4;
  for (const std::string& secret : secrets) {
    if (secret.size() < kShortest) continue;
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += 3) {
      text.replace(at, secret.size(), "***");
    }
  }
  return text;
}

std::string without_user(const std::string& address) {
  const std::size_t scheme = address.find("://");
  if (scheme == std::string::npos) return address;
  const std::size_t begin = scheme + 3;
  const std::size_t at = address.rfind('@', address.find_first_of("/?#", begin));
  if (at == std::string::npos || at < begin) return address;
  return address.substr(0, begin) + "***" + address.substr(at);
}

}  // namespace grader::runners
