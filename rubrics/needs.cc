#include "rubrics/needs.h"

#include <algorithm>
#include <map>

#include "grader/base/text.h"

namespace grader::rubrics {
namespace {

class Resolver {
 public:
  Resolver(Rubric& rubric, Mistakes& mistakes) : rubric_(rubric), mistakes_(mistakes) {
    for (const Task& task : rubric.tasks) {
      for (const CheckSpec& check : task.checks) known_[task.id + "/" + check.id] = &check;
    }
  }

  void resolve(const Need& need) {
    const Task& task = rubric_.tasks[need.task];
    CheckSpec& check = rubric_.tasks[need.task].checks[need.check];
    const bool full = need.name.find('/') != std::string::npos;
    const std::string id = full ? need.name : task.id + "/" + need.name;
    const auto found = known_.find(id);
    if (found == known_.end()) return unknown(need, task, full);
    if (need.shows) return show(need, id, *found->second, check);
    if (found->second == &check) {
      mistakes_.error(need.at, "a check cannot need itself");
      return;
    }
    if (found->second->kind == "manual") {
      mistakes_.error(need.at, "'" + need.name +
                                   "' is for a person to judge, so what needs it would never run");
      return;
    }
    if (std::find(check.needs.begin(), check.needs.end(), id) != check.needs.end()) return;
    check.needs.push_back(id);
    places_[task.id + "/" + check.id][id] = need.at;
  }

  void find_circles() {
    for (const auto& [id, check] : known_) walk(id);
  }

 private:
  void show(const Need& need, const std::string& id, const CheckSpec& shown, CheckSpec& check) {
    if (shown.kind != "page") {
      mistakes_.error(need.at, "'" + need.name + "' is of the kind '" + shown.kind +
                                   "'; only those of the kind 'page' have something to show");
      return;
    }
    check.shows.push_back(id);
  }

  void unknown(const Need& need, const Task& task, bool full) {
    for (const Block& block : task.blocks) {
      if (block.id != need.name) continue;
      mistakes_.error(need.at, "'" + need.name + "' is a block; a check needs checks");
      return;
    }
    std::vector<std::string> candidates;
    std::string elsewhere;
    for (const auto& [id, check] : known_) {
      const bool own = id.substr(0, id.find('/')) == task.id;
      if (full) {
        candidates.push_back(id);
      } else if (own) {
        candidates.push_back(check->id);
      } else if (check->id == need.name && elsewhere.empty()) {
        elsewhere = id;
      }
    }
    mistakes_.error(need.at, "unknown check '" + visible(need.name, 60) + "'" +
                                 (elsewhere.empty() ? suggestion(need.name, candidates)
                                                    : ", did you mean '" + elsewhere + "'?"));
  }

  // Depth first; `path_` is the way down. Needs are few, so the recursion is as deep as they chain:
  // at most the number of checks in 10,000 nodes.
  void walk(const std::string& id) {
    if (done_[id]) return;
    const auto on_path = std::find(path_.begin(), path_.end(), id);
    if (on_path != path_.end()) {
      std::string circle;
      for (auto step = on_path; step != path_.end(); ++step) circle += *step + " -> ";
      mistakes_.error(places_[path_.back()][id],
                      "these checks wait for each other: " + circle + id);
      return;
    }
    path_.push_back(id);
    for (const std::string& need : known_[id]->needs) walk(need);
    path_.pop_back();
    done_[id] = true;
  }

  Rubric& rubric_;
  Mistakes& mistakes_;
  std::map<std::string, const CheckSpec*> known_;
  std::map<std::string, std::map<std::string, Position>> places_;
  std::map<std::string, bool> done_;
  std::vector<std::string> path_;
};

}  // namespace

void resolve_needs(Rubric& rubric, const std::vector<Need>& needs, Mistakes& mistakes) {
  Resolver resolver(rubric, mistakes);
  for (const Need& need : needs) resolver.resolve(need);
  resolver.find_circles();
}

}  // namespace grader::rubrics
