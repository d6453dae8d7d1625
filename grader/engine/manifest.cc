#include "grader/engine/manifest.h"

#include <algorithm>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "grader/base/digest.h"
#include "grader/base/file.h"
#include "grader/engine/execute.h"

namespace grader::engine {
namespace {

using Json = nlohmann::json;

// Changes when what a manifest means changes.
constexpr std::string_view kManifestFormat = "grader-manifest 6";

std::string cache_key(const Batch& batch, const Tree* base, const runners::Environment& env,
                      const std::vector<std::string>& files) {
  std::string text(kManifestFormat);
  const auto add = [&](std::string_view part) {
    text += '\0';
    text += part;
  };
  add(batch.framework);
  add(env.manifest.digest);
  for (const std::string& file : files) add(file);
  for (const auto* some : {&batch.build.linked, &batch.build.flags}) {
    add("build");
    for (const std::string& one : *some) add(one);
  }
  add(batch.build.folder);
  add("tool");
  add(batch.tool.folder);
  add(batch.tool.results);
  for (const std::string& word : batch.tool.argv) add(word);
  add("laid");
  for (const auto& [path, content] : batch.laid) {
    add(path);
    add(sha256(content));
  }
  add("base");
  if (base != nullptr) {
    for (const TreeEntry& entry : base->entries()) {
      add(entry.path);
      add(entry.id);
    }
  }
  return sha256(text);
}

// A name that stands there twice is two tests.
std::vector<runners::TestRun> named_tests(const std::string& file,
                                          const std::vector<std::string>& names) {
  std::vector<runners::TestRun> tests;
  tests.reserve(names.size());
  std::map<std::string, int> seen;
  for (const std::string& name : names) {
    tests.push_back({{file, name, seen[name]++}, runners::TestState::Passed, ""});
  }
  return tests;
}

}  // namespace

Result<ListedManifest> list_tests(const Batch& batch, const Tree* base,
                                  const runners::Runner& runner,
                                  const runners::Environment& environment,
                                  sandbox::Launcher& launcher, const std::filesystem::path& cache) {
  ListedManifest listed;
  std::vector<std::string> files;
  for (const std::string& file : batch.files) {
    const bool is_templates = base != nullptr && base->find(file) != nullptr;
    if (batch.laid.contains(file) || is_templates) files.push_back(file);
  }
  if (files.empty()) return listed;
  if (!batch.tool.expect.empty()) {
    listed.manifest.tests[files.front()] = named_tests(files.front(), batch.tool.expect);
    return listed;
  }

  std::filesystem::path kept;
  if (!cache.empty()) {
    kept = cache / (cache_key(batch, base, environment, files) + ".json");
    if (const Result<std::string> text = read_file(kept)) {
      // A broken file is made again.
      if (Result<Manifest> known = manifest_from_json(*text)) {
        listed.manifest = std::move(*known);
        listed.from_cache = true;
        return listed;
      }
    }
  }

  runners::SuiteRequest request{files,       runners::Mode::List, runners::make_secret(),
                                "",          batch.build,         batch.tool,
                                batch.limits};
  // What the submission has is no part of it.
  request.build.sources.clear();
  sandbox::Command command = runner.command(environment, request);
  if (base != nullptr) {
    for (sandbox::JailFile& file : jail_files(*base, files, batch.limits.disk)) {
      if (!batch.laid.contains(file.path.substr(std::string_view("/submission/").size()))) {
        command.files.push_back(std::move(file));
      }
    }
  }
  for (const auto& [path, content] : batch.laid) {
    command.files.push_back({"/submission/" + path, content, false, true});
  }
  Result<sandbox::Outcome> outcome = launcher.run(command, batch.limits);
  if (!outcome) return std::move(outcome).error();
  listed.usage = outcome->usage;
  runners::SuiteRun suite = runner.read(request, *outcome);
  for (runners::FileRun& file : suite.files) {
    if (!file.finished) continue;
    std::vector<runners::LoadFailure> lacking = std::move(file.lacking);
    if (file.failure) lacking.push_back(*file.failure);
    if (!lacking.empty()) listed.manifest.lacking[file.file] = std::move(lacking);
    if (!file.together.empty()) listed.manifest.together[file.file] = std::move(file.together);
    if (!file.failure) listed.manifest.tests[file.file] = std::move(file.tests);
  }
  listed.manifest.settings = std::move(suite.settings);
  listed.manifest.support = std::move(suite.support);
  // Only what was listed to the end is kept; not being able to keep it costs only time.
  const bool ended = std::holds_alternative<sandbox::Exited>(outcome->ending);
  if (!kept.empty() && ended && make_directories(cache)) {
    (void)write_file_atomically(kept, manifest_to_json(listed.manifest), false);
  }
  return listed;
}

namespace {

Json lacking_to_json(const Manifest& manifest) {
  Json files = Json::object();
  for (const auto& [file, failures] : manifest.lacking) {
    Json rows = Json::array();
    for (const runners::LoadFailure& one : failures) {
      rows.push_back(
          {static_cast<int>(one.kind), one.message, one.subject, one.file, one.line, one.column});
    }
    files[file] = std::move(rows);
  }
  return files;
}

// False where it is no list of ours.
bool read_lacking(const Json& files, Manifest& manifest) {
  if (!files.is_object()) return false;
  for (const auto& [file, rows] : files.items()) {
    if (!rows.is_array()) return false;
    for (const Json& row : rows) {
      if (!row.is_array() || row.size() != 6 || !row[0].is_number_integer() || row[0] < 0 ||
          row[0] > static_cast<int>(runners::LoadFailure::Kind::NotBuilt) || !row[1].is_string() ||
          !row[2].is_string() || !row[3].is_string() || !row[4].is_number_integer() ||
          !row[5].is_number_integer()) {
        return false;
      }
      manifest.lacking[file].push_back({static_cast<runners::LoadFailure::Kind>(row[0].get<int>()),
                                        row[1].get<std::string>(), row[2].get<std::string>(),
                                        row[3].get<std::string>(), row[4].get<int>(),
                                        row[5].get<int>()});
    }
  }
  return true;
}

}  // namespace

std::string manifest_to_json(const Manifest& manifest) {
  Json files = Json::object();
  for (const auto& [file, tests] : manifest.tests) {
    Json rows = Json::array();
    for (const runners::TestRun& test : tests) {
      rows.push_back({test.id.name, test.id.ordinal, static_cast<int>(test.state), test.by_place});
    }
    files[file] = std::move(rows);
  }
  return Json{{"format", kManifestFormat},
              {"files", std::move(files)},
              {"lacking", lacking_to_json(manifest)},
              {"together", manifest.together},
              {"settings", manifest.settings},
              {"support", manifest.support}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Manifest> manifest_from_json(std::string_view json) {
  const Error wrong = grader_error("not a list of tests");
  const Json document = Json::parse(json, nullptr, false);
  if (!document.is_object() || document.value("format", Json()) != kManifestFormat) return wrong;
  const Json files = document.value("files", Json());
  const Json settings = document.value("settings", Json());
  const Json support = document.value("support", Json());
  const Json together = document.value("together", Json());
  if (!files.is_object() || !settings.is_string() || !support.is_array() || !together.is_object()) {
    return wrong;
  }
  Manifest manifest;
  for (const auto& [file, why] : together.items()) {
    if (!why.is_string()) return wrong;
    manifest.together[file] = why.get<std::string>();
  }
  if (!read_lacking(document.value("lacking", Json()), manifest)) return wrong;
  manifest.settings = settings.get<std::string>();
  for (const Json& path : support) {
    if (!path.is_string()) return wrong;
    manifest.support.push_back(path.get<std::string>());
  }
  for (const auto& [file, rows] : files.items()) {
    std::vector<runners::TestRun>& tests = manifest.tests[file];
    if (!rows.is_array()) return wrong;
    for (const Json& row : rows) {
      if (!row.is_array() || row.size() != 4 || !row[0].is_string() ||
          !row[1].is_number_integer() || !row[2].is_number_integer() || row[2] < 0 || row[2] > 3 ||
          !row[3].is_boolean()) {
        return wrong;
      }
      tests.push_back({{file, row[0].get<std::string>(), row[1].get<int>()},
                       static_cast<runners::TestState>(row[2].get<int>()),
                       ""});
      tests.back().by_place = row[3].get<bool>();
    }
  }
  return manifest;
}

}  // namespace grader::engine
