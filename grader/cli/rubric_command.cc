#include <algorithm>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "grader/cli/command.h"
#include "grader/cli/options.h"
#include "grader/cli/progress.h"
#include "grader/cli/rubric_test.h"
#include "grader/cli/tool_mistakes.h"
#include "grader/cli/translations.h"
#include "grader/cli/world.h"
#include "rubrics/load.h"
#include "rubrics/proofs.h"

namespace grader::cli {
namespace {

int check_proofs(const std::string& file, const std::filesystem::path& rubric, Streams& streams) {
  const rubrics::LoadedRubric loaded = rubrics::load_rubric(rubric, environment_names());
  if (!loaded.rubric) return fail(rubrics::to_error(loaded, rubric), streams);
  const rubrics::LoadedProofs proofs = rubrics::load_proofs(file, *loaded.rubric);
  if (!proofs.proofs) return fail(rubrics::to_error(proofs, file), streams);
  for (const Diagnostic& warning : proofs.diagnostics) streams.err << to_text(warning) << "\n";
  const std::size_t count = proofs.proofs->solutions.size() + proofs.proofs->templates.size() +
                            proofs.proofs->examples.size();
  streams.out << file << ": " << count << (count == 1 ? " proof\n" : " proofs\n");
  return 0;
}

// A translation is looked at with its rubric, which is named once.
std::vector<std::string> with_rubrics_of_translations(const std::vector<std::string>& files) {
  std::vector<std::string> named;
  for (const std::string& file : files) {
    const auto translated = rubric_translated_by(file);
    std::string one = translated ? translated->string() : file;
    if (std::find(named.begin(), named.end(), one) == named.end()) named.push_back(std::move(one));
  }
  return named;
}

int check(const std::vector<std::string>& files, Streams& streams) {
  int code = 0;
  const Result<Configuration> configuration = load_configuration("");
  if (!configuration) return fail(configuration.error(), streams);
  Jails jails(false);
  Progress silent(streams, true);
  const engine::Tools tools = make_tools(*configuration, jails, 1, true, silent);
  for (const std::string& file : with_rubrics_of_translations(files)) {
    if (const auto proved = rubrics::rubric_file_of(file)) {
      code = std::max(code, check_proofs(file, *proved, streams));
      continue;
    }
    const rubrics::LoadedRubric loaded = rubrics::load_rubric(file, environment_names());
    if (!loaded.rubric) {
      code = std::max(code, fail(rubrics::to_error(loaded, file), streams));
      continue;
    }
    for (const Diagnostic& warning : loaded.diagnostics) streams.err << to_text(warning) << "\n";
    const ToolMistakes said = find_tool_mistakes(*loaded.rubric, file, tools);
    if (said.mistakes) {
      code = std::max(code, fail(*said.mistakes, streams));
      continue;
    }
    if (said.not_seen) {
      streams.err << file << ": the rules of 'code' and 'lint' were not looked at: "
                  << to_text(*said.not_seen) << "\n";
    }
    std::size_t checks = 0;
    for (const rubrics::Task& task : loaded.rubric->tasks) checks += task.checks.size();
    const std::size_t tasks = loaded.rubric->tasks.size();
    streams.out << file << ": " << tasks << (tasks == 1 ? " task, " : " tasks, ") << checks
                << (checks == 1 ? " check, " : " checks, ")
                << to_text(loaded.rubric->points_possible())
                << (loaded.rubric->points_possible() == Points{100} ? " point\n" : " points\n");
    tell_translations(*loaded.rubric, file, files, streams.out);
    tell_misnamed_translations(*loaded.rubric, file, streams.err);
  }
  return code;
}

int show(const std::string& file, Streams& streams) {
  const rubrics::LoadedRubric loaded = rubrics::load_rubric(file, environment_names());
  if (!loaded.rubric) return fail(rubrics::to_error(loaded, file), streams);
  streams.out << rubrics::show_rubric(*loaded.rubric);
  return 0;
}

}  // namespace

int run_rubric(const Arguments& arguments, Streams& streams) {
  std::vector<std::string> files;
  std::string file;
  CLI::App app("Checks, proves, explains or describes rubrics.", "grader rubric");
  app.require_subcommand(1);
  CLI::App* check_app = app.add_subcommand("check", "find all mistakes of rubric files");
  check_app->add_option("file", files, "rubric files")->required();
  RubricTestFlags flags;
  CLI::App* test_app =
      app.add_subcommand("test", "prove rubrics by a solution, the template and examples");
  add_rubric_test(*test_app, flags);
  CLI::App* show_app = app.add_subcommand("show", "a rubric as it was understood");
  show_app->add_option("file", file, "the rubric")->required();
  CLI::App* schema_app = app.add_subcommand("schema", "the JSON Schema of rubrics, for editors");
  bool of_translation = false, of_proofs = false;
  CLI::Option* translation =
      schema_app->add_flag("--translation", of_translation, "of the translations beside rubrics");
  schema_app->add_flag("--proofs", of_proofs, "of the proofs beside rubrics")
      ->excludes(translation);
  app.footer(
      "examples:\n"
      "  grader rubric check week-*.yaml\n"
      "  grader rubric test week-2.yaml\n"
      "  grader rubric schema > rubric.schema.json\n"
      "\n"
      "exit codes: 0 done, 2 a rubric is wrong; grader rubric test --help has more");
  if (const std::optional<int> code = parse(app, arguments, streams)) return *code;

  if (test_app->parsed()) return test_rubrics(flags, streams);
  if (check_app->parsed()) return check(files, streams);
  if (show_app->parsed()) return show(file, streams);
  if (schema_app->parsed()) {
    streams.out << (of_translation ? rubrics::translation_schema()
                    : of_proofs    ? rubrics::proofs_schema()
                                   : rubrics::rubric_schema());
  }
  return 0;
}

int run_kinds(const Arguments& arguments, Streams& streams) {
  std::string kind;
  CLI::App app("Lists the kinds of check, or describes one.", "grader kinds");
  app.add_option("kind", kind, "the kind to describe, with its keys and an example");
  app.footer(
      "examples:\n"
      "  grader kinds\n"
      "  grader kinds files\n"
      "\n"
      "exit codes: 0 done, 2 there is no such kind");
  if (const std::optional<int> code = parse(app, arguments, streams)) return *code;

  if (kind.empty()) {
    streams.out << rubrics::list_kinds();
    return 0;
  }
  const Result<std::string> text = rubrics::describe_kind(kind);
  if (!text) return fail(text.error(), streams);
  streams.out << *text;
  return 0;
}

}  // namespace grader::cli
