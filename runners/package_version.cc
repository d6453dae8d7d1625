#include "runners/package_version.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/file.h"

namespace grader::runners {

Result<std::string> package_version(const std::filesystem::path& package_json) {
  Result<std::string> text = read_file(package_json, std::size_t{1} << 20);
  if (!text) return std::move(text).error();
  const nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
  const auto version = json.find("version");
  if (!json.is_object() || version == json.end() || !version->is_string()) {
    return grader_error("a package does not say its version", package_json.string());
  }
  return version->get<std::string>();
}

}  // namespace grader::runners
