// Addresses of repositories: what a person wrote, taken apart and held against the policy.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "grader/base/result.h"
#include "grader/source/source.h"

namespace grader::source {

struct LocalAddress {
  std::filesystem::path path;
};

struct RemoteAddress {
  std::string scheme;    // lower case: "https", "ssh", "http"
  std::string host;      // lower case, without brackets
  std::string port;      // digits, always there
  std::string path;      // with its leading "/", or as scp takes it ("owner/name.git")
  std::string user;      // may be empty
  std::string password;  // never printed, never in url()
  bool scp_like = false;

  // Without credentials (ssh keeps its user name): what is connected to, shown and cached under.
  std::string url() const;
};

using Address = std::variant<LocalAddress, RemoteAddress>;

// The text without the user information of an URL; what is no URL stays as it is.
std::string without_credentials(std::string_view repository);

// "https://host/path", "ssh://user@host:port/path", "user@host:path", or a path. An Error of
// Blame::Submission where the scheme or the host is not in the policy or a part cannot be meant.
Result<Address> parse_address(const std::string& repository, const Policy& policy);

// Whether `host` and `port` are listed; an entry without a port stands for the scheme's own port.
bool is_listed(const Policy& policy, std::string_view host, std::string_view port,
               std::string_view scheme);

}  // namespace grader::source
