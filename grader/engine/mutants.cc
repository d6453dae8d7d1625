#include "grader/engine/mutants.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/digest.h"
#include "grader/base/file.h"
#include "grader/engine/execute_variants.h"
#include "rubrics/checks/trouble.h"
#include "runners/mutants.h"

namespace grader::engine {
namespace {

using Json = nlohmann::json;

// Changes when what is made changes.
constexpr std::string_view kFormat = "grader-mutants 1";
constexpr int kSeed = 1;
// So many are tried for each that is asked for.
constexpr int kTried = 3;
// What does not come back would cost each student as long.
constexpr std::chrono::seconds kPatience{8};

std::string cache_key(const Batch& batch, const Tree* base, const runners::Environment& environment,
                      const runners::Environment& maker) {
  const rubrics::VariantsPlan& plan = *batch.variants;
  std::string text(kFormat);
  const auto add = [&](std::string_view part) {
    text += '\0';
    text += part;
  };
  add(batch.framework);
  add(environment.manifest.digest);
  add(maker.manifest.digest);
  add(plan.of);
  add(sha256(plan.good.front()));
  add(std::to_string(plan.mutants));
  for (const rubrics::LaidFile& file : plan.mutant_tests) {
    add(file.path);
    add(sha256(file.content));
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

std::optional<std::vector<std::string>> read_kept(const std::filesystem::path& file) {
  const Result<std::string> text = read_file(file);
  if (!text) return std::nullopt;
  const Json document = Json::parse(*text, nullptr, false);
  if (!document.is_array()) return std::nullopt;
  std::vector<std::string> mutants;
  for (const Json& one : document) {
    if (!one.is_string()) return std::nullopt;
    mutants.push_back(one.get<std::string>());
  }
  return mutants;
}

std::set<runners::TestId> passed(const RanVariant& run) {
  std::set<runners::TestId> tests;
  for (const auto& [name, file] : run.files) {
    for (const runners::TestRun& test : file.run.tests) {
      if (test.state == runners::TestState::Passed) tests.insert(test.id);
    }
  }
  return tests;
}

// A test fails that passes with the good version; and the mutant loads and comes back.
bool is_noticed(const RanVariant& run, const std::set<runners::TestId>& right) {
  for (const auto& [name, file] : run.files) {
    const auto limit = [](Cause cause) { return rubrics::is_limit(cause); };
    if (file.run.failure || limit(file.cause)) return false;
    if (std::any_of(file.run.tests.begin(), file.run.tests.end(),
                    [&](const runners::TestRun& test) { return limit(test.cause); })) {
      return false;
    }
  }
  const std::set<runners::TestId> still = passed(run);
  return std::any_of(right.begin(), right.end(),
                     [&](const runners::TestId& test) { return !still.contains(test); });
}

Result<std::vector<std::string>> make(const rubrics::VariantsPlan& plan,
                                      const runners::Environment& maker, const Batch& batch,
                                      sandbox::Launcher& launcher) {
  const runners::MutantsRequest request{plan.of, plan.good.front(), kSeed, plan.mutants * kTried};
  Result<sandbox::Outcome> outcome =
      launcher.run(runners::mutants_command(maker, request), batch.limits);
  if (!outcome) return std::move(outcome).error();
  return runners::read_mutants(*outcome);
}

}  // namespace

Result<std::vector<std::string>> find_mutants(const Batch& batch, const Tree& submission,
                                              const Tree* base, const runners::Runner& runner,
                                              const runners::Environment& environment,
                                              const ExecuteTools& tools) {
  const rubrics::VariantsPlan& plan = *batch.variants;
  Result<runners::Environment> maker =
      tools.environment(std::string(runners::mutants_environment(plan.of)));
  if (!maker) return std::move(maker).error();
  std::filesystem::path kept;
  if (!tools.manifests.empty()) {
    kept = tools.manifests / ("mutants-" + cache_key(batch, base, environment, *maker) + ".json");
    if (auto known = read_kept(kept)) return *std::move(known);
  }

  Batch tried = batch;
  tried.limits.wall = std::min<std::chrono::milliseconds>(tried.limits.wall, kPatience);
  tried.files.clear();
  for (const rubrics::LaidFile& file : plan.mutant_tests) tried.files.push_back(file.path);
  Result<std::vector<std::string>> made = make(plan, *maker, batch, *tools.launcher);
  if (!made) return made;
  tried.variants = {
      plan.of, {plan.good.front()}, std::move(*made), plan.mutant_tests, plan.in_process};
  Result<RanAllVariants> ran =
      run_variants(tried, submission, base, runner, environment, tools, VariantTests::Rubrics);
  if (!ran) return std::move(ran).error();
  std::set<runners::TestId> right = passed(ran->variants.good[0][0]);
  for (const RanVariant& again : ran->variants.good[0]) {
    const std::set<runners::TestId> still = passed(again);
    std::erase_if(right, [&](const runners::TestId& test) { return !still.contains(test); });
  }
  std::vector<std::string> mutants;
  for (std::size_t i = 0; i < ran->variants.buggy.size(); ++i) {
    if (static_cast<int>(mutants.size()) == plan.mutants) break;
    if (is_noticed(ran->variants.buggy[i], right)) {
      mutants.push_back(std::move(tried.variants->buggy[i]));
    }
  }
  // Not being able to keep them costs only time.
  if (!kept.empty() && make_directories(tools.manifests)) {
    (void)write_file_atomically(
        kept, Json(mutants).dump(-1, ' ', false, Json::error_handler_t::replace), false);
  }
  return mutants;
}

}  // namespace grader::engine
