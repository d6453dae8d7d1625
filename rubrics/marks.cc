#include "rubrics/marks.h"

#include <algorithm>
#include <utility>

#include "grader/base/digest.h"
#include "grader/base/file.h"
#include "grader/base/text.h"
#include "rubrics/check.h"
#include "rubrics/marks_reader.h"
#include "rubrics/mistakes.h"
#include "rubrics/scalars.h"
#include "rubrics/shape.h"
#include "rubrics/validate.h"

namespace grader::rubrics {
namespace {

constexpr std::int64_t kMaxRemark = 5'000;

Shape object(std::string what, std::vector<Field> fields) {
  Shape shape = scalar(Type::Object);
  shape.what = std::move(what);
  shape.fields = std::move(fields);
  return shape;
}

}  // namespace

Shape checks_of_marks() {
  Shape criterion = object("a mark", {{"points", scalar(Type::Points), "", "", false},
                                      {"level", text(), "", "", false},
                                      {"remark", text(kMaxRemark), "", "", false}});
  criterion.rules = {{{"points", "level"}, 1, 1}};
  Shape check = object("a mark", {{"points", scalar(Type::Points), "", "", false},
                                  {"passed", scalar(Type::Boolean), "", "", false},
                                  {"criteria", map_of(Type::Id, criterion), "", "", false},
                                  {"remark", text(kMaxRemark), "", "", false}});
  check.rules = {{{"points", "passed", "criteria"}, 1, 1}};
  return map_of(Type::RubricId, check);
}

namespace {

Shape marks_shape() {
  return object("a file of marks", {{"marks", integer(1, 1), "", "", true},
                                    {"rubric", scalar(Type::RubricId), "", "", true},
                                    {"commit", text(40), "", "", false},
                                    {"checks", checks_of_marks(), "", "", true}});
}

bool is_commit(std::string_view text) {
  return text.size() == 40 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

class Reader {
 public:
  Reader(const Rubric& rubric, const Unusable& unusable, Mistakes& mistakes)
      : rubric_(rubric), unusable_(unusable), mistakes_(mistakes) {
    for (const Task& task : rubric.tasks) {
      for (const CheckSpec& check : task.checks) specs_[task.id + "/" + check.id] = &check;
    }
  }

  Marks read(const YamlNode& root) {
    Marks marks;
    if (const YamlNode* id = usable(root, "rubric"); id != nullptr && id->scalar != rubric_.id) {
      mistakes_.error(id->position, "marks for the rubric '" + visible(id->scalar, 80) +
                                        "', and '" + rubric_.id + "' grades");
    }
    if (const YamlNode* commit = usable(root, "commit")) {
      marks.commit = commit->scalar;
      if (!is_commit(marks.commit)) {
        mistakes_.error(commit->position, "expected a commit id of 40 digits");
      }
    }
    const YamlNode* checks = root.find("checks");
    if (checks == nullptr || checks->kind != YamlNode::Kind::Map) return marks;
    for (const YamlEntry& entry : checks->entries) {
      const auto found = specs_.find(entry.key);
      if (found == specs_.end()) {
        unknown(entry);
      } else if (!unusable_.contains(&entry.value)) {
        marks.checks[entry.key] = read_check(entry, *found->second);
      }
    }
    return marks;
  }

 private:
  const YamlNode* usable(const YamlNode& map, std::string_view key) const {
    const YamlNode* node = map.kind == YamlNode::Kind::Map ? map.find(key) : nullptr;
    return node != nullptr && unusable_.contains(node) ? nullptr : node;
  }

  void unknown(const YamlEntry& entry) {
    std::vector<std::string> ids;
    for (const auto& [id, spec] : specs_) ids.push_back(id);
    std::string near = suggestion(entry.key, ids);
    if (near.empty() && entry.key.find('/') == std::string::npos) near = "; write it as task/check";
    mistakes_.error(entry.key_position,
                    "the rubric has no check '" + visible(entry.key, 80) + "'" + near);
  }

  CheckMark read_check(const YamlEntry& entry, const CheckSpec& spec) {
    CheckMark mark;
    mark.remark = read_text(entry.value.find("remark"));
    const bool has_points = spec.has_points && spec.block < 0 && spec.points > Points{};
    if (const YamlNode* points = entry.value.find("points")) {
      const Points given = read_points(*points).value_or(Points{});
      if (!has_points) {
        mistakes_.error(points->position,
                        "'" + entry.key + "' has no points of its own; say passed: true or false");
      } else if (given > spec.points) {
        mistakes_.error(points->position,
                        "more than the " + to_text(spec.points) + " points of '" + entry.key + "'");
      }
      mark.earned = given.hundredths;
      mark.of = std::max<std::int64_t>(1, spec.points.hundredths);
    } else if (const YamlNode* passed = entry.value.find("passed")) {
      mark.earned = read_flag(passed) ? 1 : 0;
    } else if (const YamlNode* criteria = entry.value.find("criteria")) {
      read_criteria(*criteria, entry, spec, mark);
    }
    return mark;
  }

  void read_criteria(const YamlNode& node, const YamlEntry& entry, const CheckSpec& spec,
                     CheckMark& mark) {
    const std::vector<Criterion> known = spec.check->criteria();
    if (known.empty()) {
      mistakes_.error(node.position, "'" + entry.key + "' has no criteria");
      return;
    }
    std::vector<std::string> ids;
    ids.reserve(known.size());
    for (const Criterion& criterion : known) ids.push_back(criterion.id);
    for (const YamlEntry& given : node.entries) {
      if (std::find(ids.begin(), ids.end(), given.key) != ids.end()) continue;
      const std::string near = suggestion(given.key, ids);
      mistakes_.error(given.key_position,
                      "'" + entry.key + "' has no criterion '" + visible(given.key, 60) + "'" +
                          (near.empty() ? "; it has " + enumerated(ids) : near));
    }
    Points sum, possible;
    for (const Criterion& criterion : known) {
      const YamlNode* given = node.find(criterion.id);
      possible += criterion.points;
      if (given == nullptr) {
        mistakes_.error(entry.key_position,
                        "'" + criterion.id + "' of '" + entry.key + "' has no mark yet");
        continue;
      }
      mark.criteria.push_back(read_criterion(*given, criterion));
      sum += mark.criteria.back().points;
    }
    mark.earned = sum.hundredths;
    mark.of = std::max<std::int64_t>(1, possible.hundredths);
  }

  CriterionMark read_criterion(const YamlNode& node, const Criterion& criterion) {
    CriterionMark mark{
        criterion.id, criterion.title, {}, criterion.points, "", read_text(node.find("remark"))};
    if (const YamlNode* level = node.find("level")) {
      mark.level = level->scalar;
      std::vector<std::string> titles;
      for (const Level& one : criterion.levels) {
        titles.push_back(one.title);
        if (one.title == mark.level) mark.points = one.points;
      }
      if (titles.empty()) {
        mistakes_.error(level->position, "'" + criterion.id + "' has no levels; give it points");
      } else if (std::find(titles.begin(), titles.end(), mark.level) == titles.end()) {
        const std::string near = suggestion(mark.level, titles);
        mistakes_.error(level->position,
                        "'" + criterion.id + "' has no level '" + visible(mark.level, 60) + "'" +
                            (near.empty() ? "; it has " + enumerated(titles) : near));
      }
      return mark;
    }
    const YamlNode* points = node.find("points");
    if (points == nullptr) return mark;  // said already
    mark.points = read_points(*points).value_or(Points{});
    if (mark.points > criterion.points) {
      mistakes_.error(points->position, "more than the " + to_text(criterion.points) +
                                            " points of '" + criterion.id + "'");
    }
    for (const Level& level : criterion.levels) {
      if (level.points == mark.points) mark.level = level.title;
    }
    return mark;
  }

  const Rubric& rubric_;
  const Unusable& unusable_;
  Mistakes& mistakes_;
  std::map<std::string, const CheckSpec*> specs_;
};

}  // namespace

Marks read_marks(const YamlNode& root, const Rubric& rubric, const Unusable& unusable,
                 Mistakes& mistakes) {
  return Reader(rubric, unusable, mistakes).read(root);
}

std::string digest_of(const Marks& marks) {
  // Each text with its length before it, so that no two marks have the same bytes.
  std::string all;
  const auto add = [&](const std::string& text) {
    all += std::to_string(text.size()) + ":" + text + ",";
  };
  add(marks.commit);
  for (const auto& [check, mark] : marks.checks) {
    for (const std::string& text :
         {check, std::to_string(mark.earned), std::to_string(mark.of), mark.remark}) {
      add(text);
    }
    add(std::to_string(mark.criteria.size()));
    for (const CriterionMark& one : mark.criteria) {
      for (const std::string& text : {one.id, to_text(one.points), one.level, one.remark}) {
        add(text);
      }
    }
  }
  return "sha256:" + sha256(all);
}

namespace {

LoadedMarks unreadable(const std::string& name, const std::string& message) {
  LoadedMarks loaded;
  loaded.diagnostics.push_back({Diagnostic::Severity::Error, name, {}, message, ""});
  return loaded;
}

}  // namespace

LoadedMarks load_marks_text(std::string_view text, const std::filesystem::path& file,
                            const Rubric& rubric) {
  YamlDocument document = parse_yaml(text, file.string());
  if (!document.root) return {std::nullopt, std::move(document.diagnostics)};
  static const Shape shape = marks_shape();
  Mistakes mistakes(file.string(), text);
  const Unusable unusable = validate(*document.root, shape, mistakes);
  LoadedMarks loaded;
  if (document.root->kind == YamlNode::Kind::Map) {
    if (const YamlNode* several = document.root->find("submissions")) {
      mistakes.error(several->position,
                     "these are the marks of a class; 'grader cohort --marks' takes them");
    }
    Marks marks = read_marks(*document.root, rubric, unusable, mistakes);
    if (!mistakes.any_error()) loaded.marks = std::move(marks);
  }
  loaded.diagnostics = mistakes.take();
  return loaded;
}

LoadedMarks load_marks(const std::filesystem::path& file, const Rubric& rubric) {
  const Result<std::string> text = read_file(file, std::size_t{1} << 20);
  if (!text) return unreadable(file.string(), "cannot read the marks: " + text.error().message);
  return load_marks_text(*text, file, rubric);
}

Error to_error(const LoadedMarks& loaded, const std::filesystem::path& file) {
  Error error = all_mistakes(loaded.diagnostics, file.filename().string());
  error.blame = Blame::Usage;
  return error;
}

}  // namespace grader::rubrics
