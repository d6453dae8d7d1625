#include "runners/debian_packages.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "sandbox/trusted_process.h"

namespace grader::runners {
namespace {

using Json = nlohmann::json;
using Versions = std::map<std::string, std::string>;

// Changes whenever dpkg wrote its status.
Result<std::string> status_stamp() {
  struct stat status {};
  if (stat(kDpkgStatus, &status) != 0) {
    return grader_error("this system has no Debian packages", kDpkgStatus,
                        "the python environment needs Debian 12 or a relative of it");
  }
  return std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) +
         " " + std::to_string(status.st_size) + " " + std::to_string(status.st_ino);
}

// All that is kept of this state of the system.
Versions kept_versions(const std::filesystem::path& path, const std::string& stamp) {
  Versions kept;
  Result<std::string> text = read_file(path, std::size_t{64} << 10);
  if (!text) return kept;
  const Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object() || json.value("stamp", Json()) != Json(stamp)) return kept;
  const Json versions = json.value("versions", Json::object());
  if (!versions.is_object()) return kept;
  for (const auto& [package, version] : versions.items()) {
    if (version.is_string()) kept[package] = version.get<std::string>();
  }
  return kept;
}

}  // namespace

Result<Versions> debian_versions(const std::filesystem::path& cache_folder,
                                 const std::vector<std::string>& packages) {
  Result<std::string> stamp = status_stamp();
  if (!stamp) return std::move(stamp).error();
  const std::filesystem::path path = cache_folder / "debian-packages.json";
  // Environments ask for other packages each: what one asked for must not be lost to the next.
  Versions kept = kept_versions(path, *stamp);
  Versions versions;
  for (const std::string& package : packages) {
    if (const auto version = kept.find(package); version != kept.end()) versions.insert(*version);
  }
  if (std::all_of(packages.begin(), packages.end(),
                  [&](const std::string& package) { return versions.contains(package); })) {
    return versions;
  }

  sandbox::TrustedCommand command;
  command.argv = {"dpkg-query", "--show",
                  "--showformat=${Package} ${db:Status-Status} ${Version}\\n"};
  command.argv.insert(command.argv.end(), packages.begin(), packages.end());
  command.environment["LC_ALL"] = "C";
  Result<sandbox::TrustedOutcome> outcome = sandbox::run_trusted(command);
  if (!outcome) return std::move(outcome).error();
  // Exit code 1 says that some are not known; those have no line.
  for (const std::string& package : packages) versions[package] = "";
  for (const std::string_view line : lines_of(outcome->output)) {
    const std::size_t first = line.find(' ');
    if (first == std::string_view::npos) continue;
    const std::size_t second = line.find(' ', first + 1);
    if (second == std::string_view::npos) continue;
    const auto package = versions.find(std::string(line.substr(0, first)));
    if (package != versions.end() && line.substr(first + 1, second - first - 1) == "installed") {
      package->second = std::string(line.substr(second + 1));
    }
  }
  for (const auto& [package, version] : versions) kept[package] = version;
  const Json json{{"stamp", *stamp}, {"versions", kept}};
  (void)write_file_atomically(path, json.dump() + "\n", false);
  return versions;
}

}  // namespace grader::runners
