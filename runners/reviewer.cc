#include "runners/reviewer.h"

#include <cstdint>
#include <tuple>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"

namespace grader::runners {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxRemarks = 5'000;   // of one row
constexpr std::size_t kMaxCharacters = 500;  // of what it says
constexpr std::size_t kMaxFixes = 50;        // of one row
constexpr std::size_t kMaxFixBytes = 1'000;  // of its text
constexpr std::uint64_t kMaxNumber = 10'000'000;

std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return "";
  return visible(found->get<std::string>(), kMaxCharacters);
}

std::optional<std::uint64_t> number_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
  const auto number = found->get<std::uint64_t>();
  if (number > kMaxNumber) return std::nullopt;
  return number;
}

int place_at(const Json& object, const char* key) {
  return static_cast<int>(number_at(object, key).value_or(0));
}

// Nobody would see what such a text does.
bool hides(std::string_view text) {
  while (!text.empty()) {
    const Character next = first_character(text);
    if (next.code != '\n' && next.code != '\t' && is_hidden(next.code)) return true;
    text.remove_prefix(next.length);
  }
  return false;
}

// nullopt: there is none that can be used.
std::optional<Fix> fix_of(const Json& row) {
  const auto found = row.find("fix");
  if (found == row.end() || !found->is_object()) return std::nullopt;
  Fix fix{place_at(*found, "line"), place_at(*found, "column"), place_at(*found, "end_line"),
          place_at(*found, "end_column"), ""};
  if (fix.line == 0 || fix.column == 0 || fix.end_line == 0 || fix.end_column == 0 ||
      std::tie(fix.end_line, fix.end_column) < std::tie(fix.line, fix.column)) {
    return std::nullopt;
  }
  const auto text = found->find("text");
  if (text == found->end() || !text->is_string()) return std::nullopt;
  fix.text = text->get<std::string>();
  if (fix.text.size() > kMaxFixBytes || !is_valid_utf8(fix.text) || hides(fix.text)) {
    return std::nullopt;
  }
  return fix;
}

Remark remark_of(const Json& row) {
  Remark remark;
  remark.rule = text_at(row, "rule");
  remark.message = text_at(row, "message");
  remark.line = place_at(row, "line");
  remark.column = place_at(row, "column");
  remark.end_line = place_at(row, "end_line");
  remark.end_column = place_at(row, "end_column");
  remark.fix = fix_of(row);
  const auto given = row.find("given");
  remark.given = given == row.end() || *given != false;
  const auto captures = row.find("captures");
  if (captures == row.end() || !captures->is_object()) return remark;
  for (const auto& [name, value] : captures->items()) {
    if (!value.is_string()) continue;
    remark.captures[visible(name, 60)] = visible(value.get<std::string>(), 80);
  }
  return remark;
}

std::optional<ReviewedFile> reviewed_of(const Json& row, std::size_t ask) {
  const auto file = number_at(row, "file");
  const auto remarks = row.find("remarks");
  if (!file || remarks == row.end() || !remarks->is_array() || remarks->size() > kMaxRemarks) {
    return std::nullopt;
  }
  ReviewedFile read;
  read.ask = ask;
  read.file = static_cast<std::size_t>(*file);
  std::size_t fixes = 0;
  for (const Json& remark : *remarks) {
    if (!remark.is_object()) return std::nullopt;
    read.remarks.push_back(remark_of(remark));
    std::optional<Fix>& fix = read.remarks.back().fix;
    if (fix && ++fixes > kMaxFixes) fix.reset();
  }
  const auto unreadable = row.find("unreadable");
  if (unreadable != row.end() && unreadable->is_object()) {
    read.unreadable = Unreadable{place_at(*unreadable, "line"), place_at(*unreadable, "column"),
                                 text_at(*unreadable, "message")};
  }
  return read;
}

std::optional<ReviewInvalid> invalid_of(const Json& list, std::size_t ask) {
  if (!list.is_array() || list.empty() || list.size() > kMaxRemarks) return std::nullopt;
  ReviewInvalid invalid{ask, {}};
  for (const Json& wrong : list) {
    if (!wrong.is_object()) return std::nullopt;
    invalid.wrong.push_back({text_at(wrong, "rule"), text_at(wrong, "message")});
  }
  return invalid;
}

}  // namespace

sandbox::Command reviewer_command(const Environment& environment) {
  sandbox::Command command;
  command.argv = {environment.interpreter, "--no-warnings", "/harness/review/main.js"};
  command.environment = environment.variables;
  command.mounts = environment.mounts;
  return command;
}

std::string to_text(const ReviewRequest& request) {
  Json files = Json::array();
  for (const ReviewFile& file : request.files) {
    files.push_back(
        {{"path", to_valid_utf8(file.path)}, {"text", file.text}, {"given", file.given}});
  }
  Json asks = Json::array();
  for (const ReviewAsk& ask : request.asks) {
    Json made = Json::parse(ask.settings);
    made["tool"] = ask.tool;
    made["files"] = ask.files;
    asks.push_back(std::move(made));
  }
  const Json all = {{"run", request.run}, {"files", std::move(files)}, {"asks", std::move(asks)}};
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<ReviewRow> read_review_row(std::string_view text) {
  const Json row = Json::parse(text, nullptr, false);
  if (!row.is_object()) return std::nullopt;
  if (row.contains("ready")) return ReviewRow{0, ReviewReady{}};
  const auto run = number_at(row, "run");
  if (!run) return std::nullopt;
  ReviewRow made{static_cast<int>(*run), ReviewEnd{}};
  if (row.contains("end")) return made;
  const auto ask = number_at(row, "ask");
  if (!ask) return std::nullopt;
  const auto index = static_cast<std::size_t>(*ask);
  if (row.contains("invalid")) {
    auto invalid = invalid_of(row["invalid"], index);
    if (!invalid) return std::nullopt;
    made.what = std::move(*invalid);
    return made;
  }
  auto read = reviewed_of(row, index);
  if (!read) return std::nullopt;
  made.what = std::move(*read);
  return made;
}

}  // namespace grader::runners
