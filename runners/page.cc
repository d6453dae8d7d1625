#include "runners/page.h"

#include <algorithm>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"

namespace grader::runners {
namespace {

using Json = nlohmann::json;

constexpr const char* kResults = "/results/page";
constexpr std::size_t kMaxPictures = 100;
constexpr std::size_t kMaxRow = std::size_t{1} << 20;
constexpr std::size_t kMaxOutline = 100, kMaxRefused = 20;

std::string text_at(const Json& row, const char* key, std::size_t most = 300) {
  const auto found = row.find(key);
  if (found == row.end() || !found->is_string()) return "";
  return visible(found->get<std::string>(), most);
}

std::int64_t number_at(const Json& row, const char* key) {
  const auto found = row.find(key);
  return found != row.end() && found->is_number_integer() ? found->get<std::int64_t>() : -1;
}

std::vector<std::string> texts_at(const Json& row, const char* key, std::size_t most) {
  std::vector<std::string> texts;
  const auto found = row.find(key);
  if (found == row.end() || !found->is_array()) return texts;
  for (const Json& one : *found) {
    if (texts.size() == most) break;
    if (one.is_string()) texts.push_back(visible(one.get<std::string>(), 200));
  }
  return texts;
}

std::string picture_path(std::size_t number) {
  return "/results/picture-" + std::to_string(number);
}

// That it is what it says it is: nothing else is handed on as a picture.
bool is_picture(std::string_view content, std::string_view type) {
  if (type == "png") return content.starts_with("\x89PNG\r\n\x1a\n");
  return type == "jpeg" && content.starts_with("\xff\xd8\xff");
}

void read_picture(const Json& row, const sandbox::Outcome& outcome, PageSeen& seen) {
  const std::string type = text_at(row, "type");
  const auto file = outcome.files.find("/results/" + text_at(row, "picture"));
  if (file == outcome.files.end() || !is_picture(file->second, type)) return;
  seen.pictures.push_back({text_at(row, "kind") == "asked" ? "asked" : "last", "image/" + type,
                           file->second, std::max<std::int64_t>(1, number_at(row, "width")),
                           std::max<std::int64_t>(1, number_at(row, "height"))});
}

void read_end(const Json& row, PageSeen& seen) {
  static const std::map<std::string, PageEnd> kEnds = {{"done", PageEnd::Done},
                                                       {"not_there", PageEnd::NotThere},
                                                       {"late", PageEnd::Late},
                                                       {"crashed", PageEnd::Crashed},
                                                       {"lost", PageEnd::Lost}};
  const auto end = kEnds.find(text_at(row, "end"));
  if (end != kEnds.end()) seen.end = end->second;
  seen.opened = row.value("opened", Json(true)) != Json(false);
  seen.near = text_at(row, "near");
  seen.said = text_at(row, "said");
  seen.cause = Cause::None;
}

void read_row(const Json& row, const sandbox::Outcome& outcome, PageSeen& seen) {
  if (row.contains("act")) {
    const std::int64_t act = number_at(row, "act");
    if (act >= 0) seen.acts[static_cast<std::size_t>(act)] = row.dump();
  } else if (row.contains("picture")) {
    read_picture(row, outcome, seen);
  } else if (row.contains("refused")) {
    seen.refused = texts_at(row, "refused", kMaxRefused);
  } else if (row.contains("outline")) {
    seen.outline = join(texts_at(row, "outline", kMaxOutline), "\n");
  } else if (row.contains("end")) {
    read_end(row, seen);
  }
}

}  // namespace

sandbox::Limits page_limits(const sandbox::Limits& limits, std::size_t checks) {
  const auto count = static_cast<std::int64_t>(std::max<std::size_t>(1, checks));
  sandbox::Limits jail = limits;
  jail.wall = limits.wall * count + std::chrono::seconds(20);
  jail.cpu = limits.cpu * count + std::chrono::seconds(20);
  jail.memory = limits.memory + (std::uint64_t{640} << 20);
  jail.processes = limits.processes + 256;
  jail.disk = limits.disk + (std::uint64_t{256} << 20);
  jail.descriptors = std::max<std::uint32_t>(limits.descriptors, 4'096);
  return jail;
}

sandbox::Command page_command(const Environment& environment,
                              const std::vector<std::string>& checks,
                              std::chrono::milliseconds budget, const std::string& site) {
  sandbox::Command command;
  command.argv = {environment.interpreter, "/harness/page/run.js"};
  command.environment = environment.variables;
  command.mounts = environment.mounts;
  command.working_directory = "/tmp";
  command.standard_input = "{\"budget\":" + std::to_string(budget.count()) + ",\"site\":\"" + site +
                           "\",\"checks\":[" + join(checks, ",") + "]}";
  command.collect.emplace_back(kResults);
  for (std::size_t i = 0; i < kMaxPictures; ++i) command.collect.push_back(picture_path(i));
  return command;
}

PageRun read_page(std::size_t checks, const sandbox::Outcome& outcome, Cause cause) {
  PageRun run;
  run.checks.resize(checks);
  for (PageSeen& seen : run.checks) seen.cause = cause;
  bool started = false;
  const auto results = outcome.files.find(kResults);
  if (results != outcome.files.end()) {
    for (const std::string_view line : lines_of(results->second)) {
      if (line.size() > kMaxRow) continue;
      const Json row = Json::parse(line, nullptr, false);
      if (!row.is_object()) continue;
      if (row.contains("launch")) run.not_started = text_at(row, "launch");
      started = started || row.contains("browser");
      const std::int64_t check = number_at(row, "check");
      if (check < 0 || check >= static_cast<std::int64_t>(checks)) continue;
      read_row(row, outcome, run.checks[static_cast<std::size_t>(check)]);
    }
  }
  if (!started && run.not_started.empty()) {
    run.not_started = visible(outcome.standard_error.head, 300);
    if (run.not_started.empty()) run.not_started = "it said nothing";
  }
  if (started) run.not_started.clear();
  return run;
}

Result<void> check_browser(const Environment& environment, sandbox::Launcher& launcher) {
  sandbox::Command command =
      page_command(environment,
                   {R"({"open":"page.html","width":800,"clock":null,"pictures":[],)"
                    R"("acts":[{"ask":"title"}]})"},
                   std::chrono::seconds(60));
  command.files.push_back(
      {"/submission/page.html", "<!doctype html><title>It works</title>", false, false});
  Result<sandbox::Outcome> outcome = launcher.run(command, page_limits({}, 4));
  if (!outcome) return std::move(outcome).error();
  const PageRun run = read_page(1, *outcome, Cause::None);
  const auto title = run.checks.front().acts.find(0);
  if (title != run.checks.front().acts.end() && title->second.find("It works") != std::string::npos)
    return {};
  const std::string why = run.not_started.empty() ? run.checks.front().said : run.not_started;
  return grader_error("the browser of environment '" + environment.manifest.name +
                          "' shows no page" + (why.empty() ? "" : ": " + why),
                      "", "grader doctor says whether jails work on this host");
}

}  // namespace grader::runners
