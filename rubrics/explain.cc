// Rubrics and kinds of check, told to people.
#include <algorithm>
#include <string>
#include <vector>

#include "grader/base/text.h"
#include "grader/base/units.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/load.h"

namespace grader::rubrics {
namespace {

// Lines of "name  value", the values in one column.
class Table {
 public:
  explicit Table(std::string indent) : indent_(std::move(indent)) {}
  void add(std::string name, std::string value) {
    width_ = std::max(width_, name.size());
    rows_.emplace_back(std::move(name), std::move(value));
  }
  std::string text() const {
    std::string all;
    for (const auto& [name, value] : rows_) {
      all += indent_ + name + std::string(width_ - name.size() + 2, ' ') + value + "\n";
    }
    return all;
  }

 private:
  std::string indent_;
  std::size_t width_ = 0;
  std::vector<std::pair<std::string, std::string>> rows_;
};

struct ShowTemplate {
  std::string operator()(const NoTemplate&) const { return "none"; }
  std::string operator()(const MergeBaseTemplate& t) const {
    return "merge base with " + t.branch + (t.repository.empty() ? "" : " of " + t.repository);
  }
  std::string operator()(const RefTemplate& t) const { return t.ref + " of " + t.repository; }
  std::string operator()(const FolderTemplate& t) const {
    return "folder " + t.folder.filename().string();
  }
};

std::string show_environment(const EnvironmentChoice& choice) {
  std::string text;
  for (const EnvironmentRule& rule : choice) {
    if (!text.empty()) text += ", else ";
    text += rule.use;
    if (!rule.file.empty()) text += " where the template has " + rule.file;
    if (!rule.has.empty()) text += " with '" + rule.has + "'";
  }
  return text;
}

std::string show_limits(const LimitsSpec& limits) {
  std::string text;
  const auto add = [&](const char* name, const std::optional<std::int64_t>& value, auto show) {
    if (value) text += (text.empty() ? "" : ", ") + std::string(name) + " " + show(*value);
  };
  add("wall", limits.wall_ms, duration_to_text);
  add("cpu", limits.cpu_ms, duration_to_text);
  add("memory", limits.memory, size_to_text);
  add("processes", limits.processes, [](std::int64_t n) { return std::to_string(n); });
  add("output", limits.output, size_to_text);
  add("disk", limits.disk, size_to_text);
  return text;
}

std::string points_text(Points points) {
  return to_text(points) + (points == Points{100} ? " point" : " points");
}

std::string show_check(const Task& task, const CheckSpec& check, const std::string& indent) {
  std::string worth = "only remarks";
  if (check.has_points) worth = points_text(check.points);
  if (check.block >= 0) worth = "in the block";
  std::string text = indent + check.id + "  " + check.kind + ", " + worth;
  if (check.tier == Tier::Improve) text += ", improve";
  text += ": " + check.title + "\n";
  Table table(indent + "  ");
  if (check.deduct_each) {
    table.add("deduct",
              to_text(*check.deduct_each) + " for each finding" +
                  (check.deduct_at_most ? ", at most " + to_text(*check.deduct_at_most) : ""));
  }
  std::vector<std::string> needs;
  for (const std::string& need : check.needs) {
    const bool own = need.substr(0, need.find('/')) == task.id;
    needs.push_back(own ? need.substr(need.find('/') + 1) : need);
  }
  if (!needs.empty()) table.add("needs", join(needs, ", "));
  if (check.environment) table.add("environment", show_environment(*check.environment));
  if (const std::string limits = show_limits(check.limits); !limits.empty()) {
    table.add("limits", limits);
  }
  const std::vector<std::string> assets = check.check->assets();
  if (!assets.empty()) table.add("assets", join(assets, ", "));
  return text + table.text();
}

std::string show_task(const Task& task) {
  std::string text = "\n" + task.id + "  " + points_text(task.points);
  if (task.group == Group::Extra) text += ", extra";
  text += ": " + task.title + "\n";
  Table table("  ");
  table.add("path", task.path.empty() ? "the whole submission" : task.path);
  if (task.folder != task.path) {
    table.add("folder", task.folder.empty() ? "the root" : task.folder);
  }
  if (task.environment) table.add("environment", show_environment(*task.environment));
  if (const std::string limits = show_limits(task.limits); !limits.empty()) {
    table.add("limits", limits);
  }
  text += table.text();
  int block = -1;
  for (const CheckSpec& check : task.checks) {
    if (check.block >= 0 && check.block != block) {
      const Block& opened = task.blocks[static_cast<std::size_t>(check.block)];
      const auto size = std::count_if(task.checks.begin(), task.checks.end(),
                                      [&](const CheckSpec& c) { return c.block == check.block; });
      text += "  " + opened.id + "  any " + std::to_string(opened.any) + " of " +
              std::to_string(size) + ", " + points_text(opened.points) + ": " + opened.title + "\n";
    }
    block = check.block;
    text += show_check(task, check, check.block >= 0 ? "    " : "  ");
  }
  return text;
}

}  // namespace

std::string show_rubric(const Rubric& rubric) {
  std::string text =
      rubric.id + ", version " + std::to_string(rubric.version) + ": " + rubric.title + "\n";
  Table table("  ");
  table.add("digest", rubric.digest);
  table.add("language", rubric.language);
  table.add("points", to_text(rubric.points_possible()));
  if (rubric.pass > 0) table.add("pass", std::to_string(rubric.pass) + " %");
  table.add("template", std::visit(ShowTemplate{}, rubric.start));
  if (!rubric.environment.empty()) {
    table.add("environment", show_environment(rubric.environment));
  }
  if (const std::string limits = show_limits(rubric.limits); !limits.empty()) {
    table.add("limits", limits);
  }
  text += table.text();
  for (const Task& task : rubric.tasks) text += show_task(task);
  return text;
}

std::string list_kinds() {
  Table now(""), later("");
  for (const Kind& kind : all_kinds()) {
    Table& table = kind.make == nullptr ? later : now;
    table.add(std::string(kind.name), std::string(kind.about));
  }
  return now.text() + "\nnot in this version:\n" + later.text();
}

Result<std::string> describe_kind(const std::string& name) {
  const Kind* kind = find_kind(name);
  if (kind == nullptr) {
    std::vector<std::string> names;
    for (const Kind& known : all_kinds()) names.emplace_back(known.name);
    const std::string near = suggestion(name, names);
    return usage_error("unknown kind '" + visible(name, 60) + "'" + near,
                       near.empty() ? "grader kinds lists them" : "");
  }
  if (kind->make == nullptr) {
    return usage_error("the kind '" + name + "' is not in this version of grader");
  }
  const Shape shape = kind->shape();
  std::string text = name + ": " + std::string(kind->about) +
                     "\nassurance: " + std::string(to_text(kind->assurance)) + "\n\nkeys:\n";
  Table table("  ");
  for (const Field& field : shape.fields) {
    std::string about = describe(field.shape) + ": " + field.about;
    if (field.required) about += " (needed)";
    if (!field.fallback.empty()) about += " (default: " + field.fallback + ")";
    table.add(field.name, about);
  }
  text += table.text() + "\nexample:\n";
  for (const std::string_view line : lines_of(kind->example)) {
    text += "  " + std::string(line) + "\n";
  }
  return text;
}

}  // namespace grader::rubrics
