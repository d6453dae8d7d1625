#include "rubrics/checks/git_people.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <string_view>

#include "grader/base/text.h"

namespace grader::rubrics {
namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// What says that two signatures are of one person.
std::vector<std::string> keys_of(const HistoryPerson& person) {
  std::vector<std::string> keys;
  const std::string email = ascii_lowered(trim(person.email));
  for (const std::string_view host : {"@users.noreply.github.com", "@users.noreply.gitlab.com"}) {
    if (!ends_with(email, host)) continue;
    std::string account = email.substr(0, email.size() - host.size());
    const std::size_t number = account.find_first_of("+-");
    if (number != std::string::npos && account.find_first_not_of("0123456789") == number &&
        number > 0) {
      account.erase(0, number + 1);
    }
    keys.push_back("account " + account);
  }
  if (keys.empty() && !email.empty()) keys.push_back("email " + email);
  const std::string name = ascii_lowered(trim(person.name));
  // "Unknown", "root" and one-letter names are of many people.
  static constexpr std::array<std::string_view, 8> kNobody{"unknown", "root",      "user", "admin",
                                                           "student", "your name", "git",  "name"};
  if (name.size() > 1 && std::find(kNobody.begin(), kNobody.end(), name) == kNobody.end()) {
    keys.push_back("name " + name);
  }
  if (keys.empty()) keys.push_back("nobody");
  return keys;
}

// Sets of signatures that are one person's.
class Union {
 public:
  std::size_t add(const HistoryPerson& person) {
    std::size_t found = parents_.size();
    bool fresh = true;
    for (const std::string& key : keys_of(person)) {
      const auto [at, is_new] = by_key_.emplace(key, parents_.size());
      if (is_new) continue;
      const std::size_t other = root(at->second);
      if (fresh) {
        found = other;
        fresh = false;
      } else {
        parents_[other] = root(found);
        found = root(found);
      }
    }
    if (fresh) {
      parents_.push_back(parents_.size());
      return parents_.size() - 1;
    }
    for (const std::string& key : keys_of(person)) by_key_[key] = found;
    return found;
  }

  std::size_t root(std::size_t at) const {
    while (parents_[at] != at) at = parents_[at];
    return at;
  }

 private:
  std::vector<std::size_t> parents_;
  std::map<std::string, std::size_t> by_key_;
};

}  // namespace

bool is_bot(const HistoryPerson& person) {
  const std::string name = ascii_lowered(trim(person.name));
  const std::string email = ascii_lowered(trim(person.email));
  if (name.find("[bot]") != std::string::npos || email.find("[bot]") != std::string::npos) {
    return true;
  }
  static constexpr std::array<std::string_view, 10> kBots{
      "dependabot",     "dependabot-preview", "renovate", "renovate bot",
      "github actions", "github-actions",     "github",   "gitlab bot",
      "copilot",        "github classroom"};
  return std::find(kBots.begin(), kBots.end(), name) != kBots.end();
}

People people_of(const History& history, const GitRules& rules) {
  const auto left_out = [&](const HistoryPerson& person) {
    if (is_bot(person)) return true;
    const std::string shown = person.name + " <" + person.email + ">";
    return std::any_of(rules.leave_out.begin(), rules.leave_out.end(),
                       [&](const Pattern& pattern) { return pattern.find(shown, 0).has_value(); });
  };
  Union same;
  std::vector<std::vector<std::size_t>> sets;
  for (const HistoryCommit& commit : history.commits()) {
    sets.emplace_back();
    if (commit.parents > 1 && !rules.merges) continue;
    for (const HistoryPerson& person : commit.people) {
      if (!left_out(person)) sets.back().push_back(same.add(person));
    }
  }
  People people;
  std::map<std::size_t, std::size_t> by_root;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    people.of.emplace_back();
    std::size_t signature = 0;
    for (const HistoryPerson& person : history.commits()[i].people) {
      if (signature == sets[i].size()) break;
      if (left_out(person)) continue;
      const std::size_t root = same.root(sets[i][signature++]);
      const auto [found, fresh] = by_root.emplace(root, people.all.size());
      if (fresh) people.all.push_back({person.name, i, 0});
      std::vector<std::size_t>& mine = people.of.back();
      if (std::find(mine.begin(), mine.end(), found->second) == mine.end()) {
        mine.push_back(found->second);
      }
    }
  }
  return people;
}

}  // namespace grader::rubrics
