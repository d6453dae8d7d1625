// A test suite: the template's, the rubric's or the student's own.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/checks/path_near.h"
#include "rubrics/checks/tests_build.h"
#include "rubrics/checks/tests_judge.h"
#include "rubrics/checks/tests_lacking.h"
#include "rubrics/checks/tests_tool.h"
#include "rubrics/checks/tests_variants.h"
#include "rubrics/scalars.h"
#include "runners/runner.h"

namespace grader::rubrics {
namespace {

constexpr std::size_t kMaxTestFileBytes = kMaxAssetBytes;

// A file beside the rubric and its place in the submission.
struct Asset {
  std::string asset;
  std::string place;
  Position at;  // in the rubric
};

struct TestsSettings {
  TestsRules rules;
  std::string framework;                   // empty: auto
  std::vector<Glob> files, with;           // from the template or the submission
  std::vector<Asset> assets, with_assets;  // from the rubric
  BuildSettings build;
  runners::SuiteTool tool;
};

struct Content {
  std::string path;
  std::string content;
};

Message cannot(std::string id, const TestsSettings& settings) {
  Message message{std::move(id), {}, ""};
  if (!settings.files.empty()) message.params["path"] = settings.files.front().text();
  return message;
}

Result<std::vector<Content>> read_matches(const std::vector<Glob>& globs, const Tree& tree) {
  std::vector<Content> files;
  for (const TreeEntry* entry : find_any(globs, tree)) {
    if (entry->kind != EntryKind::File && entry->kind != EntryKind::Executable) continue;
    if (entry->size > kMaxTestFileBytes) continue;
    Result<std::string> content = tree.read(*entry);
    if (!content) return std::move(content).error();
    files.push_back({entry->path, *std::move(content)});
  }
  return files;
}

Result<std::vector<Content>> read_assets(const std::vector<Asset>& assets,
                                         const std::filesystem::path& folder) {
  std::vector<Content> files;
  for (const Asset& asset : assets) {
    Result<std::string> content = read_file(folder / asset.asset, kMaxTestFileBytes);
    if (!content) return std::move(content).error();
    files.push_back({asset.place, *std::move(content)});
  }
  std::sort(files.begin(), files.end(),
            [](const Content& a, const Content& b) { return a.path < b.path; });
  return files;
}

// The nearest package.json at or above a file's folder; the template's where there is one.
std::string package_json(const std::string& file, const CheckView& view) {
  const Tree& tree = view.base != nullptr ? *view.base : *view.submission;
  std::string_view folder = folder_of(file);
  for (;;) {
    const std::string path =
        folder.empty() ? "package.json" : std::string(folder) + "/package.json";
    if (const TreeEntry* entry = tree.find(path); entry != nullptr && entry->size < 1'000'000) {
      if (Result<std::string> content = tree.read(*entry)) return *std::move(content);
    }
    if (folder.empty()) return "";
    folder = folder_of(folder);
  }
}

const runners::Runner* recognise(const Content& file, const CheckView& view) {
  const std::string package = package_json(file.path, view);
  for (const runners::Runner* runner : runners::all_runners()) {
    if (runner->recognises(file.path, file.content, package)) return runner;
  }
  return nullptr;
}

std::set<std::string> paths_of(const std::vector<Content>& files) {
  std::set<std::string> paths;
  for (const Content& file : files) paths.insert(file.path);
  return paths;
}

class TestsCheck final : public Check {
 public:
  explicit TestsCheck(TestsSettings settings) : settings_(std::move(settings)) {}

  Result<CheckPlan> plan(const CheckView& view) const override {
    CheckPlan plan;
    const TestsFrom from = settings_.rules.from;
    if (from == TestsFrom::Template && view.base == nullptr) {
      plan.cannot = cannot("tests.no_template", settings_);
      return plan;
    }
    Result<std::vector<Content>> files = read(settings_.files, settings_.assets, view);
    if (!files) return std::move(files).error();
    if (files->empty()) {
      plan.cannot = from == TestsFrom::Submission ? cannot("tests.no_own_tests", settings_)
                                                  : cannot("tests.no_given_tests", settings_);
      return plan;
    }
    SuitePlan suite;
    suite.expects_manifest = from != TestsFrom::Submission;
    suite.secret = settings_.rules.secret();
    suite.in_process =
        from == TestsFrom::Submission || settings_.rules.assurance == TestsAssurance::InProcess;
    suite.framework = settings_.framework;
    const std::set<std::string> tests = paths_of(*files);
    if (settings_.rules.variants) {
      if (auto planned = add_variants(*files, view, suite); !planned) {
        return std::move(planned).error();
      }
    }
    for (Content& file : *files) {
      if (settings_.framework.empty()) {
        const runners::Runner* runner = recognise(file, view);
        if (runner == nullptr) continue;  // a helper beside the tests
        if (suite.framework.empty()) suite.framework = runner->name();
        if (runner->name() != suite.framework) continue;
      }
      suite.files.push_back(file.path);
    }
    if (suite.files.empty()) {
      plan.cannot = cannot("tests.unknown_framework", settings_);
      return plan;
    }
    if (from != TestsFrom::Submission) {
      Result<std::vector<Content>> with = read(settings_.with, settings_.with_assets, view);
      if (!with) return std::move(with).error();
      for (std::vector<Content>* some : {&*files, &*with}) {
        for (Content& file : *some) suite.laid.push_back({file.path, std::move(file.content)});
      }
    }
    if (suite.framework == kBuilt) {
      suite.build = plan_build(settings_.build, view, tests, suite.laid);
    } else if (suite.framework == kBuiltByCMake) {
      suite.build = {settings_.build.folder, {}, {}, settings_.build.flags, {}};
      for (const LaidFile& file : suite.laid) suite.build.ours.push_back(file.path);
      suite.files.resize(1);  // the project that says which tests there are
    }
    if (!settings_.tool.argv.empty()) {
      suite.tool = settings_.tool;
      suite.files.resize(1);  // one run, one list of results
    }
    plan.suite = std::move(suite);
    return plan;
  }

  Judgement judge(const CheckInput& input) const override {
    if (input.suite != nullptr) return judge_suite(settings_.rules, input.view, *input.suite);
    Judgement judgement;
    judgement.assurance = Assurance::InProcess;
    const Result<CheckPlan> planned = plan(input.view);
    if (!planned || !planned->cannot) {
      judgement.status = Status::Error;
      judgement.message = {"tests.not_run", {}, ""};
      return judgement;
    }
    judgement.message = *planned->cannot;
    if (judgement.message.id == "tests.no_given_tests") judgement.note = missing_tests(input.view);
    // Without a test of their own it is the students' turn; without one of ours, a person's.
    if (settings_.rules.from == TestsFrom::Submission) {
      judgement.status = Status::Fail;
      judgement.cause = Cause::MissingResult;
    } else {
      judgement.status = Status::NeedsReview;
    }
    return judgement;
  }

  std::vector<Glob> asks_for() const override {
    return settings_.rules.from == TestsFrom::Submission ? settings_.files
                                                         : settings_.build.sources;
  }

  std::vector<std::string> assets() const override {
    std::vector<std::string> names;
    for (const auto* some : {&settings_.assets, &settings_.with_assets}) {
      for (const Asset& asset : *some) names.push_back(asset.asset);
    }
    if (settings_.rules.variants) {
      for (std::string& name : settings_.rules.variants->assets()) {
        names.push_back(std::move(name));
      }
    }
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  // For the author, who may have mistyped it.
  Error missing_tests(const CheckView& view) const {
    const std::string asked = settings_.files.empty() ? "" : settings_.files.front().text();
    // A path that was written from the submission's root.
    const std::string in_folder = view.folder + "/";
    if (!view.folder.empty() && asked.starts_with(in_folder)) {
      const std::string typed = asked.substr(in_folder.size());
      if (view.base->find(typed) != nullptr) {
        return rubric_error("no file of the template is '" + visible(asked, 200) + "'", "",
                            "write '/" + visible(typed, 200) +
                                "'; a path without '/' begins in the task's folder, " +
                                visible(in_folder, 200));
      }
    }
    const std::string near = path_near(asked, *view.base);
    return rubric_error("no file of the template is '" + visible(asked, 200) + "'", "",
                        near.empty() ? "" : "did you mean '" + visible(near, 200) + "'?");
  }

  Result<void> add_variants(const std::vector<Content>& files, const CheckView& view,
                            SuitePlan& suite) const {
    std::vector<LaidFile> laid;
    laid.reserve(files.size());
    for (const Content& file : files) laid.push_back({file.path, file.content});
    Result<VariantsPlan> planned = plan_variants(*settings_.rules.variants, view, laid);
    if (!planned) return std::move(planned).error();
    planned->in_process = settings_.rules.assurance == TestsAssurance::InProcess;
    suite.variants = std::move(*planned);
    return {};
  }

  Result<std::vector<Content>> read(const std::vector<Glob>& globs,
                                    const std::vector<Asset>& assets, const CheckView& view) const {
    if (settings_.rules.from == TestsFrom::Rubric) return read_assets(assets, view.rubric_folder);
    return read_matches(
        globs, settings_.rules.from == TestsFrom::Template ? *view.base : *view.submission);
  }

  TestsSettings settings_;
};

// `files` and `with` of `from: rubric`.
std::vector<Asset> read_places(const CheckMaker& maker, const YamlNode* node) {
  std::vector<Asset> assets;
  if (node == nullptr) return assets;
  for (const YamlNode& item : node->items) {
    for (const std::string& asset : maker.assets(item.scalar, item.position)) {
      const auto place = maker.path(std::string(name_of(asset)), item.position);
      if (place) assets.push_back({asset, *place, item.position});
    }
  }
  for (const YamlEntry& entry : node->entries) {
    const auto asset = maker.asset(entry.key, entry.key_position);
    const auto place = maker.path(entry.value.scalar, entry.value.position);
    if (asset && place) assets.push_back({*asset, *place, entry.value.position});
  }
  return assets;
}

bool in_git_folder(const std::string& place) {
  return ("/" + place + "/").find("/.git/") != std::string::npos;
}

// Two files at one place, one below the other, or one where Git keeps its own.
void refuse_places(const CheckMaker& maker, const TestsSettings& settings) {
  std::map<std::string, std::string> places;
  for (const auto* some : {&settings.assets, &settings.with_assets}) {
    for (const Asset& asset : *some) {
      if (in_git_folder(asset.place)) {
        maker.mistakes.error(asset.at, "'" + asset.place + "' is in Git's own folder");
      }
      const auto [first, fresh] = places.emplace(asset.place, asset.asset);
      if (fresh) continue;
      maker.mistakes.error(asset.at, "'" + first->second + "' and '" + asset.asset +
                                         "' would both be '" + asset.place + "'");
    }
  }
  for (const auto* some : {&settings.assets, &settings.with_assets}) {
    for (const Asset& asset : *some) {
      for (std::string_view up = folder_of(asset.place); !up.empty(); up = folder_of(up)) {
        if (!places.contains(std::string(up))) continue;
        maker.mistakes.error(
            asset.at, "'" + asset.place + "' would be below the file '" + std::string(up) + "'");
      }
    }
  }
}

// Helpers that lie beside a test file and would not come along.
void warn_of_left_behind(const CheckMaker& maker, const TestsSettings& settings) {
  std::set<std::string> laid;
  for (const auto* some : {&settings.assets, &settings.with_assets}) {
    for (const Asset& asset : *some) laid.insert(asset.place);
  }
  for (const Asset& asset : settings.assets) {
    const auto content = read_file(maker.rubric_folder / asset.asset, kMaxTestFileBytes);
    if (!content) continue;
    for (const std::string& name : asked_modules(asset.asset, *content)) {
      const auto wanted = module_files(asset.place, name);
      if (std::any_of(wanted.begin(), wanted.end(), [&](const auto& file) {
            return laid.contains(file) || file == maker.task_path;
          })) {
        continue;
      }
      const auto beside = module_files(asset.asset, name);
      const auto found = std::find_if(beside.begin(), beside.end(), [&](const auto& file) {
        std::error_code ignored;
        return std::filesystem::is_regular_file(maker.rubric_folder / file, ignored);
      });
      if (found == beside.end()) continue;
      maker.mistakes.warning(asset.at, "'" + asset.asset + "' asks for '" + visible(name, 60) +
                                           "', and '" + *found +
                                           "' is not laid; add it to 'with', unless students "
                                           "write it");
    }
  }
}

void read_files(const CheckMaker& maker, TestsSettings& settings) {
  const YamlNode* files = maker.settings.find("files");
  const YamlNode* with = maker.settings.find("with");
  if (settings.rules.from == TestsFrom::Rubric) {
    settings.assets = read_places(maker, files);
    settings.with_assets = read_places(maker, with);
    refuse_places(maker, settings);
    warn_of_left_behind(maker, settings);
    return;
  }
  for (const YamlNode* node : {files, with}) {
    if (node != nullptr && node->kind == YamlNode::Kind::Map) {
      maker.mistakes.error(node->position,
                           "{asset: place} is for 'from: rubric'; here stands a list");
    }
  }
  settings.files = maker.globs(files);
  settings.with = maker.globs(with);
}

void read_score(const CheckMaker& maker, TestsRules& rules) {
  const YamlNode* score = maker.settings.find("score");
  if (score != nullptr && maker.score_all) {
    maker.mistakes.error(score->position, "'score' stands here and at the check; once is enough");
  }
  if (maker.score_all == true) rules.score = TestsScore::All;
  const std::string text = read_text(score);
  if (text == "all") rules.score = TestsScore::All;
  if (text == "loads") rules.score = TestsScore::Loads;
}

void read_award(const CheckMaker& maker, TestsRules& rules) {
  const YamlNode* award = maker.settings.find("award");
  if (award == nullptr) return;
  Points sum;
  for (const YamlNode& row : award->items) {
    const Points points = read_points(*row.find("points")).value_or(Points{});
    rules.award.push_back({Pattern(row.find("match")->scalar), points});
    sum += points;
  }
  if (rules.score == TestsScore::Loads) {
    maker.mistakes.error(award->position, "'award' and 'score: loads' cannot stand together");
  }
  if (!maker.points) {
    maker.mistakes.error(award->position, "'award' needs 'points' at its check");
  } else if (*maker.points != sum) {
    maker.mistakes.error(award->position, "the check has " + to_text(*maker.points) +
                                              " points, but its awards add up to " + to_text(sum));
  }
}

void refuse_for_from(const CheckMaker& maker, const TestsRules& rules) {
  const auto refuse = [&](const char* key, const char* why) {
    for (const YamlEntry& entry : maker.settings.entries) {
      if (entry.key == key) maker.mistakes.error(entry.key_position, why);
    }
  };
  if (rules.from == TestsFrom::Submission) {
    if (rules.hidden) refuse("hidden", "students wrote these tests; they cannot be hidden");
    refuse("with", "'with' is laid beside tests of the template or the rubric");
  } else {
    refuse("at_least", "'at_least' is for 'from: submission'; other tests are all expected");
    refuse("variants", "'variants' is for 'from: submission': it judges students' own tests");
  }
  if (rules.variants) {
    refuse("award", "'variants' says what tests are worth; 'award' cannot stand beside it");
    if (rules.score == TestsScore::Loads) {
      refuse("score", "'variants' and 'score: loads' cannot stand together");
    }
  }
  if (rules.from == TestsFrom::Template && !maker.has_template) {
    maker.need_template("from: template", maker.settings.find("from")->position);
  }
  if (rules.assurance == TestsAssurance::Isolated && rules.from == TestsFrom::Submission &&
      !rules.variants) {
    refuse("assurance",
           "students' own tests share a process with their code; 'variants' judges them");
  }
}

}  // namespace

Shape tests_shape() {
  std::vector<std::string> frameworks{"auto"};
  for (const runners::Runner* runner : runners::all_runners()) {
    frameworks.emplace_back(runner->name());
  }
  const Shape files = either("a list of globs, or {asset: place in the submission}",
                             {list_of(scalar(Type::Glob)), map_of(Type::Path, scalar(Type::Path))});
  Shape award = scalar(Type::Object);
  award.what = "an award";
  award.fields = {{"match", scalar(Type::Pattern), "in the test's full name", "", true},
                  {"points", scalar(Type::Points), "for these tests", "", true}};
  Shape flag = scalar(Type::Literal);
  flag.max = 200;
  Shape word = scalar(Type::Literal);
  word.max = 2'000;
  Shape shape = scalar(Type::Object);
  shape.what = "tests";
  shape.fields = {
      {"from", choice({"template", "rubric", "submission"}), "whose tests they are", "", true},
      {"framework", choice(std::move(frameworks)), "who runs them", "auto", false},
      {"files", files, "the test files", "", true},
      {"with", files, "files that the tests need, laid beside them", "", false},
      {"sources", list_of(scalar(Type::Glob)), "googletest: what the tests are linked with",
       "the task's C and C++ files", false},
      {"flags", list_of(flag), "googletest: for the compiler", "", false},
      {"run", list_of(word), "junit-xml, tap: the tool and its arguments; no shell", "", false},
      {"results", text(100), "junit-xml, tap: the file below /results", "tap: what it prints",
       false},
      {"expect", list_of(text(500)), "junit-xml, tap: names of the tests",
       "those of a run over the template", false},
      {"score", choice({"each", "all", "loads"}), "loads: the files can be read", "each", false},
      {"award", list_of(award), "points by name of the test", "", false},
      {"hidden", scalar(Type::Boolean), "only how many pass is shown", "false", false},
      {"assurance", choice({"in_process", "isolated"}), "isolated: only judged from another jail",
       "isolated where it can be", false},
      {"variants", variants_shape(), "from the submission: good and buggy versions to tell apart",
       "", false},
      {"at_least", integer(1, 10'000), "from the submission: so many tests pass", "1", false},
  };
  return shape;
}

std::shared_ptr<const Check> make_tests(const CheckMaker& maker) {
  TestsSettings settings;
  TestsRules& rules = settings.rules;
  const std::string from = read_text(maker.settings.find("from"));
  if (from == "rubric") rules.from = TestsFrom::Rubric;
  if (from == "submission") rules.from = TestsFrom::Submission;
  const std::string framework = read_text(maker.settings.find("framework"));
  if (framework != "auto") settings.framework = framework;
  rules.hidden = read_flag(maker.settings.find("hidden"));
  const std::string assurance = read_text(maker.settings.find("assurance"));
  if (assurance == "isolated") rules.assurance = TestsAssurance::Isolated;
  if (assurance == "in_process") rules.assurance = TestsAssurance::InProcess;
  rules.at_least = read_integer(maker.settings.find("at_least")).value_or(1);
  if (const YamlNode* variants = maker.settings.find("variants")) {
    rules.variants = read_variants(maker, *variants);
  }
  read_files(maker, settings);
  for (const auto* some : {&settings.assets, &settings.with_assets}) {
    for (const Asset& asset : *some) rules.places.emplace(asset.place, asset.asset);
  }
  settings.build = read_build(maker, settings.framework);
  settings.tool = read_tool(maker, settings.framework);
  read_score(maker, rules);
  read_award(maker, rules);
  refuse_for_from(maker, rules);
  return std::make_shared<TestsCheck>(std::move(settings));
}

}  // namespace grader::rubrics
