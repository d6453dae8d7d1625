#include "grader/source/address.h"

#include <algorithm>
#include <cctype>

#include "grader/base/text.h"

namespace grader::source {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

std::string_view default_port(std::string_view scheme) {
  if (scheme == "https") return "443";
  if (scheme == "http") return "80";
  if (scheme == "ssh") return "22";
  return "";
}

bool is_scheme(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.';
  });
}

bool is_host(std::string_view host) {
  if (host.empty() || host.size() > 253 || host.front() == '-') return false;
  return std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_' || c == ':';
  });
}

// Quotes end the server's quoting of the path; a leading dash is an option there.
bool is_path(std::string_view path) {
  return !path.empty() && path.front() != '-' &&
         std::all_of(path.begin(), path.end(), [](unsigned char c) {
           return c > 0x20 && c != 0x7F &&
                  std::string_view("'\"\\`<>").find(static_cast<char>(c)) == std::string_view::npos;
         });
}

// What a person may have meant as `transport::address` or `scheme://`; empty: neither.
std::string scheme_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon))) return "";
  const std::string_view rest = text.substr(colon);
  if (rest.starts_with("://") || rest.starts_with("::")) return lower(text.substr(0, colon));
  return "";
}

// Where user information ends in "user:password@host/path": the last "@" before the path.
std::size_t authority_end(std::string_view after_scheme) {
  return std::min(after_scheme.find_first_of("/?#"), after_scheme.size());
}

Error unreadable(const std::string& repository) {
  return submission_error("cannot read the address", visible(without_credentials(repository)),
                          "write it as https://host/owner/name or git@host:owner/name");
}

Error refused_scheme(const std::string& scheme, const std::string& repository,
                     const Policy& policy) {
  std::string hint = "use one of: " + join(policy.schemes, ", ");
  if (scheme == "file") hint = "give the path itself, without file://";
  return submission_error("the scheme '" + visible(scheme) + "' is not allowed",
                          visible(without_credentials(repository)), hint);
}

// Takes [host]:port apart. False where it cannot be read.
bool split_host(std::string_view text, RemoteAddress& address) {
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return false;
    address.host = lower(text.substr(1, end - 1));
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && !rest.starts_with(':')) return false;
    if (!rest.empty()) port = rest.substr(1);
  } else {
    const std::size_t colon = text.find(':');
    address.host = lower(text.substr(0, colon));
    if (colon != std::string_view::npos) port = text.substr(colon + 1);
  }
  if (address.host.ends_with('.')) address.host.pop_back();
  if (port.size() > 5 || port.find_first_not_of("0123456789") != std::string_view::npos)
    return false;
  address.port = port.empty() ? std::string(default_port(address.scheme)) : std::string(port);
  return is_host(address.host);
}

void split_user(std::string_view info, RemoteAddress& address) {
  const std::size_t colon = info.find(':');
  address.user = info.substr(0, colon);
  if (colon != std::string_view::npos) address.password = info.substr(colon + 1);
}

Result<Address> check_host(RemoteAddress address, const std::string& repository,
                           const Policy& policy) {
  if (!is_path(address.path) ||
      (address.scheme == "ssh" && address.user.find_first_of("'\"\\ ") != std::string::npos)) {
    return unreadable(repository);
  }
  if (!is_listed(policy, address.host, address.port, address.scheme)) {
    const bool own_port = address.port == default_port(address.scheme);
    return submission_error(
        "the host '" + address.host + (own_port ? "" : ":" + address.port) + "' is not allowed",
        visible(without_credentials(repository)),
        "allowed hosts: " + join(policy.hosts, ", ") + " (`hosts` of the configuration)");
  }
  return Address(std::move(address));
}

}  // namespace

std::string RemoteAddress::url() const {
  const std::string at = scheme == "ssh" && !user.empty() ? user + "@" : "";
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (scp_like && port == "22") return at + name + ":" + path;
  const std::string where = port == default_port(scheme) ? name : name + ":" + port;
  return scheme + "://" + at + where + (path.starts_with('/') ? "" : "/") + path;
}

std::string without_credentials(std::string_view repository) {
  const std::size_t scheme = repository.find("://");
  if (scheme == std::string_view::npos || scheme_of(repository).empty()) {
    // The user name of an scp-like address is no secret; a password does not fit in there.
    return std::string(repository);
  }
  const std::string_view rest = repository.substr(scheme + 3);
  const std::string_view authority = rest.substr(0, authority_end(rest));
  const std::size_t at = authority.rfind('@');
  if (at == std::string_view::npos) return std::string(repository);
  std::string kept;
  if (scheme_of(repository) == "ssh") {
    kept = std::string(authority.substr(0, std::min(at, authority.find(':')))) + "@";
  }
  return std::string(repository.substr(0, scheme + 3)) + kept + std::string(rest.substr(at + 1));
}

bool is_listed(const Policy& policy, std::string_view host, std::string_view port,
               std::string_view scheme) {
  const std::string name =
      host.find(':') == std::string_view::npos ? std::string(host) : "[" + std::string(host) + "]";
  return std::any_of(policy.hosts.begin(), policy.hosts.end(), [&](const std::string& entry) {
    const std::string listed = lower(entry);
    if (listed == name + ":" + std::string(port)) return true;
    return (listed == name || listed == host) && port == default_port(scheme);
  });
}

Result<Address> parse_address(const std::string& repository, const Policy& policy) {
  if (repository.empty()) {
    return usage_error("no repository was named", "give an URL or a path");
  }
  const std::string scheme = scheme_of(repository);
  RemoteAddress address;
  if (!scheme.empty()) {
    const bool known = scheme == "https" || scheme == "http" || scheme == "ssh";
    const bool listed =
        std::find(policy.schemes.begin(), policy.schemes.end(), scheme) != policy.schemes.end();
    if (!known || !listed || repository.compare(scheme.size(), 3, "://") != 0) {
      return refused_scheme(scheme, repository, policy);
    }
    address.scheme = scheme;
    const std::string_view rest = std::string_view(repository).substr(scheme.size() + 3);
    const std::size_t end = authority_end(rest);
    std::string_view authority = rest.substr(0, end);
    address.path = rest.substr(end);
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
      split_user(authority.substr(0, at), address);
      authority.remove_prefix(at + 1);
    }
    if (!split_host(authority, address) || !address.path.starts_with('/')) {
      return unreadable(repository);
    }
    return check_host(std::move(address), repository, policy);
  }
  // scp's form, as git tells it from a path: a colon before any slash.
  const std::size_t colon = repository.find(':');
  std::error_code ignored;
  if (colon == std::string::npos || repository.find('/') < colon ||
      std::filesystem::exists(repository, ignored)) {
    return Address(LocalAddress{repository});
  }
  address.scheme = "ssh";
  address.scp_like = true;
  if (std::find(policy.schemes.begin(), policy.schemes.end(), "ssh") == policy.schemes.end()) {
    return refused_scheme("ssh", repository, policy);
  }
  std::string_view authority = std::string_view(repository).substr(0, colon);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    address.user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  address.path = repository.substr(colon + 1);
  if (!split_host(authority, address)) return unreadable(repository);
  return check_host(std::move(address), repository, policy);
}

}  // namespace grader::source
