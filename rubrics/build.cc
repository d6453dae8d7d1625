#include "rubrics/build.h"

#include <algorithm>
#include <map>
#include <utility>

#include "grader/base/text.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/needs.h"
#include "rubrics/scalars.h"
#include "rubrics/scoring.h"
#include "rubrics/settings.h"

namespace grader::rubrics {
namespace {

// Whether a path, as far as its name tells, is a file: "bmi.js", but not "week-2" or "v1.2".
bool looks_like_file(std::string_view path) {
  const std::string_view name = name_of(path);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == name.size()) return false;
  const char first = name[dot + 1];
  return name.size() - dot <= 6 &&
         ((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z'));
}

// Every text for people in a node that fits its shape: of hidden cases only what is told of them.
void collect_said(const YamlNode& node, const Shape& shape, std::vector<std::string>& texts) {
  switch (shape.type) {
    case Type::Object: {
      const bool hidden = read_flag(node.find("hidden"));
      for (const Field& field : shape.fields) {
        if (hidden && field.name != "about") continue;
        if (const YamlNode* value = node.find(field.name)) collect_said(*value, field.shape, texts);
      }
      return;
    }
    case Type::List:
      for (const YamlNode& item : node.items) collect_said(item, shape.parts[0], texts);
      return;
    case Type::Map:
      for (const YamlEntry& entry : node.entries) {
        collect_said(entry.value, shape.parts[0], texts);
      }
      return;
    case Type::Either:
      for (const Shape& part : shape.parts) {
        if (is_meant(node, part)) return collect_said(node, part, texts);
      }
      return;
    default:
      if (shape.said && std::find(texts.begin(), texts.end(), node.scalar) == texts.end()) {
        texts.push_back(node.scalar);
      }
  }
}

class Builder {
 public:
  Builder(const Unusable& unusable, const KnownNames& known, Mistakes& mistakes)
      : unusable_(unusable), known_(known), mistakes_(mistakes) {}

  Rubric build(const YamlNode& root, const std::filesystem::path& file) {
    rubric_.file = file;
    rubric_.folder = file.parent_path();
    rubric_.id = read_text(root.find("rubric"));
    rubric_.version = number(root, "version").value_or(0);
    rubric_.title = title(root);
    if (const YamlNode* language = root.find("language")) rubric_.language = read_text(language);
    rubric_.pass = static_cast<int>(number(root, "pass").value_or(0));
    if (const YamlNode* start = usable(root, "template")) {
      rubric_.start = read_template(*start, rubric_.folder, mistakes_);
    }
    template_is_missing_ = std::holds_alternative<NoTemplate>(rubric_.start) &&
                           !unusable_.contains(root.find("template"));
    if (const YamlNode* environment = usable(root, "environment")) {
      rubric_.environment = read_environment(*environment, rubric_.folder, known_, mistakes_);
    }
    if (const YamlNode* limits = usable(root, "limits")) rubric_.limits = read_limits(*limits);
    if (const YamlNode* tasks = root.find("tasks")) {
      for (const YamlNode& task : tasks->items) add_task(task);
    }
    resolve_needs(rubric_, needs_, mistakes_);
    // After a mistake in a task the points say nothing.
    if (!mistakes_.any_error() && rubric_.pass > 0 && rubric_.points_possible() == Points{}) {
      mistakes_.error(root.find("pass")->position,
                      "'pass' is a part of the points, and no mandatory task has any");
    }
    return std::move(rubric_);
  }

 private:
  const YamlNode* usable(const YamlNode& map, std::string_view key) const {
    const YamlNode* node = map.find(key);
    return node != nullptr && unusable_.contains(node) ? nullptr : node;
  }

  std::optional<std::int64_t> number(const YamlNode& map, std::string_view key) const {
    return read_integer(usable(map, key));
  }

  std::string words(const YamlNode& map, std::string_view key) const {
    return read_text(usable(map, key));
  }

  static Position key_place(const YamlNode& map, std::string_view key) {
    for (const YamlEntry& entry : map.entries) {
      if (entry.key == key) return entry.key_position;
    }
    return map.position;
  }

  std::string title(const YamlNode& map) {
    const YamlNode* node = usable(map, "title");
    const std::string text = read_text(node);
    if (text.substr(0, 3) == "You" &&
        (text.size() == 3 || text[3] == ' ' || text[3] == '\'' || text[3] == '\xE2')) {
      mistakes_.warning(node->position,
                        "a title is about the code; can it begin with something else than 'You'?");
    }
    return text;
  }

  // Reports an id that stands twice in `seen`.
  std::string unique_id(const YamlNode& map, const char* what, std::map<std::string, int>& seen) {
    const YamlNode* node = usable(map, "id");
    const std::string id = read_text(node);
    if (id.empty()) return id;
    const auto [first, fresh] = seen.emplace(id, node->position.line);
    if (!fresh) {
      mistakes_.error(node->position, std::string("duplicate id '") + id + "' of " + what +
                                          ", first on line " + std::to_string(first->second));
    }
    return id;
  }

  void add_task(const YamlNode& node) {
    if (node.kind != YamlNode::Kind::Map) return;
    rubric_.tasks.emplace_back();
    Task& task = rubric_.tasks.back();
    task.id = unique_id(node, "a task", task_ids_);
    task.title = title(node);
    read_path(node, task);
    task.group = words(node, "group") == "extra" ? Group::Extra : Group::Mandatory;
    task.first_step = words(node, "first_step");
    if (const YamlNode* environment = usable(node, "environment")) {
      task.environment = read_environment(*environment, rubric_.folder, known_, mistakes_);
    }
    if (const YamlNode* limits = usable(node, "limits")) task.limits = read_limits(*limits);
    check_ids_.clear();
    stakes_.clear();
    owners_.clear();
    if (const YamlNode* list = node.find("checks")) {
      for (const YamlNode& item : list->items) {
        if (item.find("checks") != nullptr) {
          add_block(item, task);
        } else {
          add_check(item, task, -1);
        }
      }
    }
    share_points(node, task);
  }

  void read_path(const YamlNode& node, Task& task) {
    const YamlNode* path = usable(node, "path");
    if (path == nullptr) return;
    const auto resolved = resolve_path("", path->scalar);
    if (!resolved) {
      mistakes_.error(path->position, "this path leaves the submission");
      return;
    }
    task.path = *resolved;
    const bool folder = path->scalar.back() == '/' || !looks_like_file(*resolved);
    task.folder = folder ? *resolved : std::string(folder_of(*resolved));
  }

  void add_block(const YamlNode& node, Task& task) {
    Block block;
    block.id = unique_id(node, "a check", check_ids_);
    block.title = title(node);
    const YamlNode* checks = node.find("checks");
    const auto size = static_cast<std::int64_t>(checks->items.size());
    const auto any = number(node, "any");
    if (any && *any > size) {
      mistakes_.error(node.find("any")->position, "the block has " + std::to_string(size) +
                                                      (size == 1 ? " check" : " checks") +
                                                      "; nobody can pass " + std::to_string(*any));
    }
    block.any = static_cast<int>(any.value_or(size));
    task.blocks.push_back(block);
    const int index = static_cast<int>(task.blocks.size()) - 1;
    add_stake(node, false, {true, static_cast<std::size_t>(index)});
    for (const YamlNode& item : checks->items) add_check(item, task, index);
  }

  void add_check(const YamlNode& node, Task& task, int block) {
    if (node.kind != YamlNode::Kind::Map) return;
    CheckSpec check;
    check.id = unique_id(node, "a check", check_ids_);
    check.title = title(node);
    check.line = node.position.line;
    check.block = block;
    check.tier = words(node, "tier") == "improve" ? Tier::Improve : Tier::Blocking;
    check.ask = words(node, "ask");
    if (!check.ask.empty() && !asks(check.ask, rubric_.language)) {
      mistakes_.warning(node.find("ask")->position, "'ask' is a question; it has no question mark");
    }
    check.why = words(node, "why");
    check.learn = words(node, "learn");
    check.praise = words(node, "praise");
    if (const YamlNode* deduct = usable(node, "deduct")) read_deduct(*deduct, check);
    if (const YamlNode* environment = usable(node, "environment")) {
      check.environment = read_environment(*environment, rubric_.folder, known_, mistakes_);
    }
    if (const YamlNode* limits = usable(node, "limits")) check.limits = read_limits(*limits);
    make_kind(node, task, check);
    task.checks.push_back(std::move(check));

    const std::size_t index = task.checks.size() - 1;
    if (const YamlNode* needs = usable(node, "needs")) {
      for (const YamlNode& need : needs->items) {
        needs_.push_back({rubric_.tasks.size() - 1, index, need.scalar, need.position});
      }
    }
    const YamlNode* manual = usable(node, "manual");
    const YamlNode* evidence = manual == nullptr ? nullptr : manual->find("evidence");
    for (const YamlNode& item : evidence == nullptr ? std::vector<YamlNode>{} : evidence->items) {
      const YamlNode* shown = item.find("check");
      if (shown == nullptr) continue;
      needs_.push_back({rubric_.tasks.size() - 1, index, shown->scalar, shown->position, true});
    }
    const CheckSpec& made = task.checks.back();
    if (block < 0) {
      add_stake(node, made.tier == Tier::Improve || made.deduct_each, {false, index});
      return;
    }
    for (const char* key : {"points", "weight"}) {
      if (node.find(key) == nullptr) continue;
      mistakes_.error(key_place(node, key), "inside a block only the block has points");
    }
  }

  void read_deduct(const YamlNode& node, CheckSpec& check) {
    check.deduct_each = read_points(*node.find("each"));
    if (check.deduct_each == Points{}) {
      mistakes_.error(node.find("each")->position, "'deduct' of 0 points takes nothing");
    }
    const YamlNode* most = node.find("at_most");
    if (most == nullptr) return;
    check.deduct_at_most = read_points(*most);
    if (check.deduct_at_most < check.deduct_each) {
      mistakes_.error(most->position, "'at_most' is below 'each'");
    }
  }

  void make_kind(const YamlNode& node, const Task& task, CheckSpec& check) {
    for (const YamlEntry& entry : node.entries) {
      const Kind* kind = find_kind(entry.key);
      if (kind == nullptr || kind->make == nullptr) continue;
      check.kind = entry.key;
      check.score = words(node, "score");
      if (entry.value.kind == YamlNode::Kind::Map && check.score.empty()) {
        check.score = words(entry.value, "score");
      }
      if (unusable_.contains(&entry.value)) continue;
      CheckMaker maker{entry.value,
                       entry.key_position,
                       mistakes_,
                       task.path,
                       task.folder,
                       rubric_.folder,
                       !template_is_missing_,
                       check.deduct_each.has_value(),
                       {},
                       {}};
      if (node.find("score") != nullptr) maker.score_all = words(node, "score") == "all";
      if (const YamlNode* points = usable(node, "points")) maker.points = read_points(*points);
      check.check = kind->make(maker);
      collect_said(entry.value, kind->shape(), check.texts);
    }
  }

  // Who gets what share_out gives.
  struct Owner {
    bool block = false;
    std::size_t index = 0;
  };

  void add_stake(const YamlNode& node, bool remarks, Owner owner) {
    Stake stake;
    stake.remarks = remarks;
    for (const char* key : {"points", "weight"}) {
      const YamlNode* value = node.find(key);
      if (value == nullptr) continue;
      if (unusable_.contains(value)) stake.unclear = true;
    }
    if (const YamlNode* points = usable(node, "points")) stake.points = read_points(*points);
    stake.weight = number(node, "weight");
    stake.points_at = key_place(node, "points");
    stake.weight_at = key_place(node, "weight");
    stakes_.push_back(stake);
    owners_.push_back(owner);
  }

  void share_points(const YamlNode& node, Task& task) {
    const YamlNode* points = node.find("points");
    if (points != nullptr && unusable_.contains(points)) return;
    task.points =
        share_out(stakes_, points == nullptr ? std::nullopt : read_points(*points), node.position,
                  points == nullptr ? node.position : points->position, mistakes_);
    for (std::size_t i = 0; i < stakes_.size(); ++i) {
      const Owner& owner = owners_[i];
      if (owner.block) {
        task.blocks[owner.index].points = stakes_[i].share;
        if (stakes_[i].counts) task.blocks[owner.index].weight = stakes_[i].weight;
      } else {
        task.checks[owner.index].points = stakes_[i].share;
        task.checks[owner.index].has_points = stakes_[i].counts;
        if (stakes_[i].counts) task.checks[owner.index].weight = stakes_[i].weight;
      }
    }
  }

  const Unusable& unusable_;
  const KnownNames& known_;
  Mistakes& mistakes_;
  Rubric rubric_;
  bool template_is_missing_ = false;  // A wrong one is a mistake already.
  std::vector<Need> needs_;
  std::map<std::string, int> task_ids_, check_ids_;
  std::vector<Stake> stakes_;
  std::vector<Owner> owners_;
};

}  // namespace

Rubric build_rubric(const YamlNode& root, const Unusable& unusable,
                    const std::filesystem::path& file, const KnownNames& known,
                    Mistakes& mistakes) {
  return Builder(unusable, known, mistakes).build(root, file);
}

}  // namespace grader::rubrics
