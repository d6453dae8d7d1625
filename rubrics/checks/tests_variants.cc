#include "rubrics/checks/tests_variants.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string_view>
#include <utility>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

using runners::TestId;
using runners::TestState;

// Languages whose tests are not built together with what they test.
constexpr std::array<std::string_view, 9> kEnds = {".js",  ".mjs", ".cjs", ".jsx", ".ts",
                                                   ".mts", ".cts", ".tsx", ".py"};

std::string end_of(std::string_view path) {
  const std::string_view name = name_of(path);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? "" : std::string(name.substr(dot));
}

bool is_known(std::string_view path) {
  return std::find(kEnds.begin(), kEnds.end(), end_of(path)) != kEnds.end();
}

// A submission configures no runner, here neither.
bool configures(std::string_view path) {
  const std::string_view name = name_of(path);
  return name == "conftest.py" || name.find(".config.") != std::string_view::npos;
}

// How a test of one run came out; by its name.
using States = std::map<TestId, TestState>;

struct Went {
  States states;
  std::vector<Cause> ends;  // by file; None where it ran to its end

  bool operator==(const Went&) const = default;
};

Went went(const VariantRun& run) {
  Went all;
  for (std::size_t i = 0; i < run.files.size(); ++i) {
    const runners::FileRun& file = run.files[i];
    for (const runners::TestRun& test : file.tests) all.states[test.id] = test.state;
    Cause end = Cause::None;
    if (file.failure) {
      end = Cause::NotLoadable;
    } else if (!file.finished) {
      end = i < run.causes.size() && run.causes[i] != Cause::None ? run.causes[i]
                                                                  : Cause::MissingResult;
    }
    all.ends.push_back(end);
  }
  return all;
}

bool passed(const Went& run, const TestId& test) {
  const auto found = run.states.find(test);
  return found != run.states.end() && found->second == TestState::Passed;
}

// Whether a right test fails with it, or it ends a run that good versions do not end.
bool notices(const Went& run, const std::vector<Went>& good, const std::set<TestId>& right) {
  if (right.empty()) return false;
  if (std::any_of(right.begin(), right.end(),
                  [&](const TestId& test) { return !passed(run, test); })) {
    return true;
  }
  for (std::size_t i = 0; i < run.ends.size(); ++i) {
    const bool ended = run.ends[i] != Cause::None;
    const bool good_too = std::any_of(good.begin(), good.end(), [&](const Went& other) {
      return i < other.ends.size() && other.ends[i] != Cause::None;
    });
    if (ended && !good_too) return true;
  }
  return false;
}

// Why the version itself cannot be read.
std::string broken_version(const VariantsSettings& settings, std::size_t version,
                           const VariantRun& run) {
  for (const runners::FileRun& file : run.files) {
    if (!file.failure || file.failure->file != settings.of) continue;
    return "the good version '" + settings.good[version] + "' cannot be read" +
           (file.failure->line > 0 ? " at line " + std::to_string(file.failure->line) : "") + ": " +
           file.failure->message;
  }
  return "";
}

void sort_tests(const std::vector<Went>& good, VariantsWeighed& weighed) {
  std::set<TestId> all;
  for (const Went& run : good) {
    for (const auto& [test, state] : run.states) {
      if (state != TestState::Skipped && state != TestState::Todo) all.insert(test);
    }
  }
  for (const TestId& test : all) {
    const bool right =
        std::all_of(good.begin(), good.end(), [&](const Went& run) { return passed(run, test); });
    (right ? weighed.right : weighed.wrong).insert(test);
  }
}

// A file beside the rubric that can stand in for `of`.
std::optional<std::string> read_version(const CheckMaker& maker, const YamlNode& node,
                                        const std::string& of, std::map<std::string, int>& seen) {
  auto asset = maker.asset(node.scalar, node.position);
  if (!asset) return std::nullopt;
  if (is_known(of) && end_of(*asset) != end_of(of)) {
    maker.mistakes.error(node.position,
                         "'" + *asset + "' cannot stand in for '" + of + "': another ending");
  }
  if (seen[*asset]++ > 0) {
    maker.mistakes.error(node.position, "'" + *asset + "' stands here twice");
  }
  return asset;
}

}  // namespace

std::vector<std::string> VariantsSettings::assets() const {
  std::vector<std::string> names = good;
  for (const BuggyVersion& one : buggy) names.push_back(one.asset);
  for (const auto& [asset, place] : mutant_tests) names.push_back(asset);
  return names;
}

Shape variants_shape() {
  Shape buggy = scalar(Type::Object);
  buggy.what = "a buggy version";
  buggy.fields = {{"file", scalar(Type::Path), "beside the rubric", "", true},
                  {"missed", said_text(300), "a question, where no test notices it", "", true}};
  Shape mutants = scalar(Type::Object);
  mutants.what = "mutants";
  mutants.fields = {
      {"at_most", integer(1, 50), "so many small changes of the first good version", "", true},
      {"tests", list_of(scalar(Type::Path)),
       "beside the rubric: what they do not notice is no "
       "mutant",
       "", true}};
  Shape shape = scalar(Type::Object);
  shape.what = "variants";
  shape.fields = {
      {"of", scalar(Type::Path), "the file of the submission that they stand in for", "", true},
      {"good", list_of(scalar(Type::Path)), "right versions, beside the rubric", "", true},
      {"buggy", list_of(buggy), "wrong versions that tests should notice", "", true},
      {"mutants", mutants, "more of them, made from the first good version", "", false}};
  return shape;
}

VariantsSettings read_variants(const CheckMaker& maker, const YamlNode& node) {
  VariantsSettings settings;
  const YamlNode& of = *node.find("of");
  settings.of = maker.path(of.scalar, of.position).value_or("");
  if (!settings.of.empty() && !is_known(settings.of)) {
    maker.mistakes.error(of.position, "variants are of JavaScript, TypeScript or Python");
  }
  std::map<std::string, int> seen;
  for (const YamlNode& item : node.find("good")->items) {
    if (auto asset = read_version(maker, item, settings.of, seen)) {
      settings.good.push_back(*std::move(asset));
    }
  }
  for (const YamlNode& item : node.find("buggy")->items) {
    if (auto asset = read_version(maker, *item.find("file"), settings.of, seen)) {
      settings.buggy.push_back({*std::move(asset), item.find("missed")->scalar});
    }
  }
  if (const YamlNode* mutants = node.find("mutants")) {
    settings.mutants = static_cast<int>(read_integer(mutants->find("at_most")).value_or(1));
    for (const YamlNode& item : mutants->find("tests")->items) {
      const auto asset = maker.asset(item.scalar, item.position);
      if (!asset) continue;
      const auto place = maker.path(std::string(name_of(*asset)), item.position);
      if (place) settings.mutant_tests.emplace(*asset, *place);
    }
  }
  return settings;
}

Result<VariantsPlan> plan_variants(const VariantsSettings& settings, const CheckView& view,
                                   const std::vector<LaidFile>& tests) {
  VariantsPlan plan;
  plan.of = settings.of;
  for (const LaidFile& file : tests) {
    const bool data = end_of(file.path) == ".json" && name_of(file.path) != "package.json";
    if (file.path == settings.of || configures(file.path)) continue;
    if (is_known(file.path) || data) plan.tests.push_back(file);
  }
  const std::filesystem::path folder = view.rubric_folder;
  const auto read = [&](const std::string& asset, std::vector<std::string>& into) -> Result<void> {
    Result<std::string> content = read_file(folder / asset, kMaxAssetBytes);
    if (!content) return std::move(content).error();
    into.push_back(*std::move(content));
    return {};
  };
  for (const std::string& asset : settings.good) {
    if (auto done = read(asset, plan.good); !done) return std::move(done).error();
  }
  for (const BuggyVersion& one : settings.buggy) {
    if (auto done = read(one.asset, plan.buggy); !done) return std::move(done).error();
  }
  plan.mutants = settings.mutants;
  for (const auto& [asset, place] : settings.mutant_tests) {
    Result<std::string> content = read_file(folder / asset, kMaxAssetBytes);
    if (!content) return std::move(content).error();
    plan.mutant_tests.push_back({place, *std::move(content)});
  }
  return plan;
}

VariantsWeighed weigh(const VariantsSettings& settings, const VariantsEvidence& evidence) {
  VariantsWeighed weighed;
  weighed.all_apart = !evidence.good.empty();
  const auto look = [&](const VariantRun& run) {
    weighed.tampered = weighed.tampered || run.tampered;
    weighed.all_apart = weighed.all_apart && run.apart;
  };
  std::vector<Went> good;
  for (std::size_t version = 0; version < evidence.good.size(); ++version) {
    std::vector<Went> same;
    for (const VariantRun& run : evidence.good[version]) {
      look(run);
      if (weighed.broken.empty()) weighed.broken = broken_version(settings, version, run);
      same.push_back(went(run));
    }
    weighed.unsteady =
        weighed.unsteady ||
        std::any_of(same.begin(), same.end(), [&](const Went& run) { return run != same.front(); });
    good.insert(good.end(), same.begin(), same.end());
  }
  sort_tests(good, weighed);
  for (const VariantRun& run : evidence.buggy) {
    look(run);
    weighed.noticed.push_back(notices(went(run), good, weighed.right));
  }
  weighed.noticed.resize(settings.buggy.size());
  for (const VariantRun& run : evidence.mutants) {
    look(run);
    weighed.mutants.push_back(notices(went(run), good, weighed.right));
  }
  return weighed;
}

}  // namespace grader::rubrics
