#include "rubrics/load.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

#include "grader/base/digest.h"
#include "grader/base/file.h"
#include "rubrics/build.h"
#include "rubrics/check.h"
#include "rubrics/language.h"
#include "rubrics/translation.h"
#include "rubrics/validate.h"

namespace grader::rubrics {
namespace {

constexpr std::size_t kMaxAssetBytes = std::size_t{16} << 20;

LoadedRubric unreadable(const std::string& name, const Error& error) {
  LoadedRubric loaded;
  loaded.diagnostics.push_back({Diagnostic::Severity::Error, name, {}, error.message, ""});
  return loaded;
}

// Of the file and of every asset that a check names, each by name and content.
Result<std::string> digest_of(std::string_view text, const Rubric& rubric) {
  std::set<std::string> assets;
  for (const Task& task : rubric.tasks) {
    for (const CheckSpec& check : task.checks) {
      for (const std::string& asset : check.check->assets()) assets.insert(asset);
    }
  }
  std::string all = sha256(text) + "\n";
  for (const std::string& asset : assets) {
    const Result<std::string> content = read_file(rubric.folder / asset, kMaxAssetBytes);
    if (!content) return content.error();
    all += sha256(*content) + " " + asset + "\n";
  }
  return "sha256:" + sha256(all);
}

}  // namespace

LoadedRubric load_rubric_text(std::string_view text, const std::filesystem::path& file,
                              const KnownNames& known) {
  YamlDocument document = parse_yaml(text, file.string());
  if (!document.root) return {std::nullopt, std::move(document.diagnostics)};
  std::error_code problem;
  std::filesystem::path absolute = std::filesystem::absolute(file, problem).lexically_normal();

  Mistakes mistakes(file.string(), text);
  const Unusable unusable = validate(*document.root, rubric_shape(), mistakes);
  Rubric rubric = build_rubric(*document.root, unusable, absolute, known, mistakes);
  LoadedRubric loaded;
  if (!mistakes.any_error()) {
    Result<std::string> digest = digest_of(text, rubric);
    if (!digest) return unreadable(digest.error().where, digest.error());
    rubric.digest = std::move(*digest);
    loaded.rubric = std::move(rubric);
  }
  loaded.diagnostics = mistakes.take();
  return loaded;
}

namespace {

// `given` is the rubric as the user named it: translations are named likewise.
void add_translations(LoadedRubric& loaded, const std::filesystem::path& given) {
  bool all_good = true;
  for (const auto& [language, files] : translations_beside(loaded.rubric->file)) {
    for (const std::filesystem::path& file : files) {
      LoadedTranslation one = load_translation(file, language, *loaded.rubric);
      all_good = all_good && (one.texts || one.diagnostics.empty());
      for (Diagnostic& diagnostic : one.diagnostics) {
        diagnostic.file = (given.parent_path() / file.filename()).string();
      }
      std::move(one.diagnostics.begin(), one.diagnostics.end(),
                std::back_inserter(loaded.diagnostics));
      if (!one.texts) continue;
      if (!loaded.rubric->translations.emplace(language, std::move(*one.texts)).second) {
        all_good = false;
        loaded.diagnostics.push_back({Diagnostic::Severity::Error,
                                      (given.parent_path() / file.filename()).string(),
                                      {},
                                      "'" + files.begin()->filename().string() +
                                          "' is in the same language; remove one of them",
                                      ""});
      }
    }
  }
  if (!all_good) loaded.rubric.reset();
}

}  // namespace

LoadedRubric load_rubric(const std::filesystem::path& file, const KnownNames& known) {
  std::error_code problem;
  const bool there = std::filesystem::exists(file, problem);
  if (!there && !problem) {
    return unreadable(file.string(), grader_error("cannot read the rubric: no such file"));
  }
  const Result<std::string> text = read_file(file, std::size_t{1} << 20);
  if (!text) {
    return unreadable(file.string(),
                      grader_error("cannot read the rubric: " + text.error().message));
  }
  LoadedRubric loaded = load_rubric_text(*text, file, known);
  if (loaded.rubric) add_translations(loaded, file);
  return loaded;
}

Error to_error(const LoadedRubric& loaded, const std::filesystem::path& file) {
  // The files that hold them: the rubric, or translations of it.
  std::set<std::string> names;
  for (const Diagnostic& diagnostic : loaded.diagnostics) {
    if (diagnostic.severity != Diagnostic::Severity::Error) continue;
    names.insert(std::filesystem::path(diagnostic.file).filename().string());
  }
  if (names.empty()) names.insert(file.filename().string());
  return all_mistakes(loaded.diagnostics,
                      names.size() == 1 ? *names.begin() : std::to_string(names.size()) + " files");
}

}  // namespace grader::rubrics
