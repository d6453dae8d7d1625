#include "runners/results.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/digest.h"
#include "grader/base/text.h"
#include "runners/test_text.h"

namespace grader::runners {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxFailureMessage = 300;  // characters
constexpr std::size_t kMaxSettings = std::size_t{256} << 10;
constexpr std::size_t kMaxSupport = 200;
constexpr std::size_t kMaxLacking = 50;

std::string derived(const std::string& secret, std::string_view purpose) {
  return sha256(secret + " " + std::string(purpose));
}

std::string seal(const std::string& key, std::string_view number, std::string_view text) {
  std::string sealed = key;
  sealed.append(" ").append(number).append(" ").append(text);
  return sha256(key + sha256(sealed)).substr(0, 32);
}

// Nesting is checked before parsing, since a value is written again recursively.
Json parse(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') ++i;
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth > 64) return Json(Json::value_t::discarded);
  }
  return Json::parse(text, nullptr, false);
}

const Json* member(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

std::string text_at(const Json& object, const char* key) {
  const Json* value = member(object, key);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

int count_at(const Json& object, const char* key) {
  const Json* value = member(object, key);
  if (value == nullptr || !value->is_number_unsigned()) return 0;
  const auto number = value->get<std::uint64_t>();
  return number > 10'000'000 ? 0 : static_cast<int>(number);
}

bool is_inside(const std::string& path) {
  if (path.empty() || path.size() > 1000 || path.front() == '/') return false;
  std::size_t start = 0;
  while (start <= path.size()) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string part = path.substr(start, end - start);
    if (part.empty() || part == "." || part == "..") return false;
    start = end + 1;
  }
  return path.find('\0') == std::string::npos;
}

TestState state_of(const std::string& word) {
  if (word == "passed") return TestState::Passed;
  if (word == "skipped") return TestState::Skipped;
  if (word == "todo") return TestState::Todo;
  return TestState::Failed;
}

LoadFailure::Kind kind_of(const std::string& word) {
  static const std::map<std::string, LoadFailure::Kind> kKinds = {
      {"syntax", LoadFailure::Kind::Syntax},
      {"missing_package", LoadFailure::Kind::MissingPackage},
      {"missing_file", LoadFailure::Kind::MissingFile},
      {"thrown", LoadFailure::Kind::Thrown},
      {"empty", LoadFailure::Kind::Empty},
      {"not_built", LoadFailure::Kind::NotBuilt}};
  const auto found = kKinds.find(word);
  return found == kKinds.end() ? LoadFailure::Kind::Other : found->second;
}

std::optional<LoadFailure> failure_of(const Json* value) {
  if (value == nullptr || !value->is_object()) return std::nullopt;
  LoadFailure failure;
  failure.kind = kind_of(text_at(*value, "kind"));
  failure.message = visible(text_at(*value, "message"), kMaxFailureMessage);
  failure.subject = visible(text_at(*value, "subject"), kMaxFailureMessage);
  const std::string file = text_at(*value, "file");
  if (is_inside(file)) {
    failure.file = to_valid_utf8(file);
    failure.line = count_at(*value, "line");
    failure.column = failure.line > 0 ? count_at(*value, "column") : 0;
  }
  return failure;
}

std::vector<LoadFailure> lacking_of(const Json& line) {
  std::vector<LoadFailure> lacking;
  const Json* rows = member(line, "lacking");
  if (rows == nullptr || !rows->is_array()) return lacking;
  for (const Json& row : *rows) {
    if (lacking.size() == kMaxLacking) break;
    if (auto one = failure_of(&row)) lacking.push_back(*std::move(one));
  }
  return lacking;
}

// The rows of "tests": [name, state] or [name, "failed", message]; listed, also [name, state, "",
// by place].
std::vector<TestRun> tests_of(const std::string& file, const Json& line) {
  std::vector<TestRun> tests;
  const Json* rows = member(line, "tests");
  if (rows == nullptr || !rows->is_array()) return tests;
  std::map<std::string, int> seen;
  for (const Json& row : *rows) {
    if (tests.size() >= kMaxTests) break;
    if (!row.is_array() || row.size() < 2 || !row[0].is_string() || !row[1].is_string()) continue;
    TestRun test;
    test.id.file = file;
    test.id.name = test_name(row[0].get<std::string>());
    test.id.ordinal = seen[test.id.name]++;
    test.state = state_of(row[1].get<std::string>());
    if (row.size() > 2 && row[2].is_string())
      test.message = test_message(row[2].get<std::string>());
    test.by_place = row.size() > 3 && row[3].is_boolean() && row[3].get<bool>();
    tests.push_back(std::move(test));
  }
  return tests;
}

class Reader {
 public:
  explicit Reader(const SuiteRequest& request)
      : key_(derived(request.secret, "key")), listing_(request.mode == Mode::List) {
    for (const std::string& file : request.files) {
      run_.files.push_back({file, false, std::nullopt, {}});
    }
  }

  void read(const std::string& content) {
    std::size_t start = 0;
    while (start < content.size() && !run_.inconsistent) {
      const std::size_t end = content.find('\n', start);
      // Killed while it wrote: the part is not evidence of anything.
      if (end == std::string::npos) return;
      sealed_line(std::string_view(content).substr(start, end - start));
      start = end + 1;
    }
  }

  void doubt(std::string why) {
    if (run_.inconsistent) return;
    run_.inconsistent = true;
    run_.inconsistency = std::move(why);
  }

  bool ended() const { return ended_; }
  SuiteRun take() { return std::move(run_); }

 private:
  void sealed_line(std::string_view line) {
    const std::size_t gap = line.find(' ', 33);
    if (line.size() < 34 || line[32] != ' ' || gap == std::string_view::npos || gap > 43) {
      return doubt("a line of the results has no seal");
    }
    const std::string_view number = line.substr(33, gap - 33);
    const std::string_view text = line.substr(gap + 1);
    if (line.substr(0, 32) != seal(key_, number, text)) {
      return doubt("a line of the results was not written by the runner");
    }
    const std::uint64_t position = std::strtoull(std::string(number).c_str(), nullptr, 10);
    if (position < next_) return doubt("the lines of the results are not in their order");
    next_ = position + 1;
    if (ended_) return doubt("the results go on after their end");
    const Json value = parse(text);
    if (!value.is_object()) return doubt("a line of the results is not an object");
    if (value.contains("end")) {
      ended_ = true;
    } else if (value.contains("settings")) {
      settings_line(value);
    } else if (value.contains("file")) {
      file_line(value);
    }
  }

  void settings_line(const Json& value) {
    if (!listing_) return;
    const std::string text = value["settings"].dump(-1, ' ', false, Json::error_handler_t::replace);
    if (text.size() > kMaxSettings) return;
    run_.settings = text;
    const Json* support = member(value, "support");
    if (support == nullptr || !support->is_array()) return;
    for (const Json& one : *support) {
      if (!one.is_string() || run_.support.size() >= kMaxSupport) continue;
      const std::string path = one.get<std::string>();
      if (is_inside(path)) run_.support.push_back(path);
    }
  }

  void file_line(const Json& value) {
    const std::string name = text_at(value, "file");
    const auto found = std::find_if(run_.files.begin(), run_.files.end(),
                                    [&](const FileRun& file) { return file.file == name; });
    if (found == run_.files.end()) return doubt("results of a file that was not asked for");
    if (found->finished) return doubt("two results of one file");
    found->finished = true;
    found->failure = failure_of(member(value, "failure"));
    if (listing_) {
      found->lacking = lacking_of(value);
      found->together = visible(text_at(value, "together"));
    }
    found->tests = tests_of(found->file, value);
    const std::string problem = text_at(value, "problem");
    if (!problem.empty()) doubt(visible(problem));
  }

  std::string key_;
  bool listing_;
  bool ended_ = false;
  std::uint64_t next_ = 0;  // the least number that the next line may have
  SuiteRun run_;
};

Json build_json(const SuiteBuild& build) {
  return {{"folder", build.folder},
          {"sources", build.sources},
          {"linked", build.linked},
          {"flags", build.flags},
          {"ours", build.ours}};
}

}  // namespace

std::string results_path(const std::string& secret) {
  return "/results/" + derived(secret, "results").substr(0, 32) + ".jsonl";
}

std::string request_text(const SuiteRequest& request) {
  Json value;
  value["mode"] = request.mode == Mode::List ? "list" : "run";
  value["files"] = request.files;
  value["results"] = results_path(request.secret);
  value["key"] = derived(request.secret, "key");
  value["canaries"] = derived(request.secret, "canaries");
  const Json settings = parse(request.settings);
  value["settings"] = settings.is_object() ? settings : Json();
  value["build"] = build_json(request.build);
  // What one test may take, in milliseconds: the others are to have their turn.
  value["test_limits"] = {{"wall", request.limits.wall.count() / 3},
                          {"cpu", request.limits.cpu.count() / 4}};
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<LoadFailure> read_failure(std::string_view json) {
  const Json value = parse(json);
  return failure_of(&value);
}

sandbox::Command harness_command(const Environment& environment, const SuiteRequest& request,
                                 std::vector<std::string> argv) {
  sandbox::Command command;
  command.argv = std::move(argv);
  command.environment = environment.variables;
  command.mounts = environment.mounts;
  command.standard_input = request_text(request);
  command.collect = {results_path(request.secret)};
  return command;
}

SuiteRun read_results(const SuiteRequest& request, const sandbox::Outcome& outcome) {
  Reader reader(request);
  const std::string path = results_path(request.secret);
  if (std::find(outcome.refused.begin(), outcome.refused.end(), path) != outcome.refused.end()) {
    reader.doubt("the results file is too large or is not a regular file");
  }
  const auto content = outcome.files.find(path);
  if (content != outcome.files.end()) reader.read(content->second);
  // After its closing line the runner does nothing but leave with 0.
  const auto* exited = std::get_if<sandbox::Exited>(&outcome.ending);
  if (reader.ended() && exited != nullptr && exited->code != 0) {
    reader.doubt("the results are complete, but the process ended with exit code " +
                 std::to_string(exited->code));
  }
  return reader.take();
}

}  // namespace grader::runners
