// Paths that must be there, must not, changed or stayed, are so many or so large.
#include <algorithm>
#include <set>
#include <utility>

#include "grader/base/text.h"
#include "grader/base/units.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/checks/path_near.h"
#include "rubrics/checks/share.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

struct CountRule {
  Glob glob;
  std::int64_t min = 0;
  std::optional<std::int64_t> max;
};

struct SizeRule {
  Glob glob;
  std::int64_t limit = 0;
};

struct FilesRules {
  std::vector<Glob> required, forbidden, changed, unchanged, only_changed;
  bool everywhere = false;  // only_changed names paths from the root: the whole submission counts
  std::vector<CountRule> count;
  std::vector<SizeRule> size;
  bool all_or_nothing = false;

  bool compare() const { return !changed.empty() || !unchanged.empty() || !only_changed.empty(); }
};

bool same_entry(const TreeEntry* a, const TreeEntry* b) {
  return a != nullptr && b != nullptr && a->kind == b->kind && a->id == b->id;
}

// One judging of one submission.
class FilesJudge {
 public:
  FilesJudge(const FilesRules& rules, const CheckView& view) : rules_(rules), view_(view) {}

  Judgement run() {
    if (view_.base == nullptr && rules_.compare()) {
      judgement_.status = Status::Error;
      judgement_.message = {"files.no_template", {}, ""};
      return std::move(judgement_);
    }
    for (const Glob& glob : rules_.required) required(glob);
    for (const Glob& glob : rules_.forbidden) forbidden(glob);
    for (const Glob& glob : rules_.changed) changed(glob);
    for (const Glob& glob : rules_.unchanged) unchanged(glob);
    if (!rules_.only_changed.empty()) only_changed();
    for (const CountRule& rule : rules_.count) counted(rule);
    for (const SizeRule& rule : rules_.size) sized(rule);
    set_share(judgement_, passed_, asked_, rules_.all_or_nothing);
    if (passed_ == asked_) {
      judgement_.message = {"files.all_good", {}, ""};
    } else {
      judgement_.message = {"files.some_good", {{"passed", passed_}, {"count", asked_}}, ""};
    }
    return std::move(judgement_);
  }

 private:
  const TreeEntry* in_base(const std::string& path) const {
    return view_.base == nullptr ? nullptr : view_.base->find(path);
  }

  void settle(bool good) {
    ++asked_;
    if (good) ++passed_;
  }

  Finding* find(const char* rule, const std::string& path, Message message) {
    if (judgement_.findings.size() == kMaxFindings) return nullptr;
    message.params.emplace("path", path);
    return &add_finding(judgement_, rule, path, std::move(message));
  }

  void required(const Glob& glob) {
    const bool there = !glob.find(*view_.submission).empty();
    settle(there);
    if (there) return;
    if (!glob.literal()) {
      find("required", glob.text(), no_file_like(glob, "files.no_match"));
      return;
    }
    const std::string near = path_near(glob.text(), *view_.submission);
    if (near.empty()) {
      find("required", glob.text(), {"files.missing", {}, ""});
    } else if (ascii_lowered(near) == ascii_lowered(glob.text())) {
      find("required", glob.text(), {"files.missing_by_case", {{"near", near}}, ""});
    } else {
      find("required", glob.text(), {"files.missing_but_near", {{"near", near}}, ""});
    }
  }

  void forbidden(const Glob& glob) {
    bool good = true;
    for (const TreeEntry* entry : glob.find(*view_.submission)) {
      const bool given = in_base(entry->path) != nullptr;
      good = good && given;
      Finding* finding = find("forbidden", entry->path, {"files.forbidden", {}, ""});
      if (finding != nullptr) finding->in_template = given;
    }
    settle(good);
  }

  void changed(const Glob& glob) {
    const auto found = glob.find(*view_.submission);
    const bool good = std::any_of(found.begin(), found.end(), [&](const TreeEntry* entry) {
      return !same_entry(entry, in_base(entry->path));
    });
    settle(good);
    if (good) return;
    if (!found.empty()) {
      find("changed", glob.text(), {"files.not_changed", {}, ""});
    } else if (glob.literal()) {
      find("changed", glob.text(), {"files.missing", {}, ""});
    } else {
      find("changed", glob.text(), no_file_like(glob, "files.no_match"));
    }
  }

  void unchanged(const Glob& glob) {
    std::set<std::string> paths;
    for (const TreeEntry* entry : glob.find(*view_.submission)) paths.insert(entry->path);
    for (const TreeEntry* entry : glob.find(*view_.base)) paths.insert(entry->path);
    bool good = true;
    for (const std::string& path : paths) {
      const TreeEntry* mine = view_.submission->find(path);
      const TreeEntry* given = view_.base->find(path);
      if (same_entry(mine, given)) continue;
      good = false;
      if (mine == nullptr) {
        find("unchanged", path, {"files.removed", {}, ""});
      } else if (given == nullptr) {
        find("unchanged", path, {"files.added", {}, ""});
      } else {
        find("unchanged", path, {"files.changed", {}, ""});
      }
    }
    settle(good);
  }

  // Both trees are sorted: one walk over both finds every difference.
  void only_changed() {
    const std::string scope = rules_.everywhere ? "" : view_.folder;
    const EntryRange a = entries_below(*view_.submission, scope);
    const EntryRange b = entries_below(*view_.base, scope);
    const auto& mine = view_.submission->entries();
    const auto& given = view_.base->entries();
    std::size_t i = a.first, j = b.first;
    bool good = true;
    while (i < a.last || j < b.last) {
      const int order = i == a.last ? 1 : j == b.last ? -1 : mine[i].path.compare(given[j].path);
      const TreeEntry& entry = order <= 0 ? mine[i] : given[j];
      const bool same = order == 0 && same_entry(&mine[i], &given[j]);
      if (order <= 0) ++i;
      if (order >= 0) ++j;
      if (same || std::any_of(rules_.only_changed.begin(), rules_.only_changed.end(),
                              [&](const Glob& glob) { return glob.matches(entry.path); })) {
        continue;
      }
      good = false;
      if (order > 0) {
        find("only_changed", entry.path, {"files.removed", {}, ""});
      } else {
        find("only_changed", entry.path, {"files.outside", {}, ""});
      }
    }
    settle(good);
  }

  void counted(const CountRule& rule) {
    const auto count = static_cast<std::int64_t>(rule.glob.find(*view_.submission).size());
    const bool few = count < rule.min, many = rule.max && count > *rule.max;
    settle(!few && !many);
    if (few) {
      find("count", rule.glob.text(), {"files.too_few", {{"count", count}, {"min", rule.min}}, ""});
    }
    if (many) {
      find("count", rule.glob.text(),
           {"files.too_many", {{"count", count}, {"max", *rule.max}}, ""});
    }
  }

  void sized(const SizeRule& rule) {
    bool good = true;
    for (const TreeEntry* entry : rule.glob.find(*view_.submission)) {
      if (entry->size <= static_cast<std::uint64_t>(rule.limit)) continue;
      const bool given = same_entry(entry, in_base(entry->path));
      good = good && given;
      Finding* finding =
          find("size", entry->path, {"files.too_large", {{"limit", size_to_text(rule.limit)}}, ""});
      if (finding != nullptr) finding->in_template = given;
    }
    settle(good);
  }

  const FilesRules& rules_;
  const CheckView& view_;
  Judgement judgement_;
  std::int64_t asked_ = 0, passed_ = 0;
};

class FilesCheck final : public Check {
 public:
  explicit FilesCheck(FilesRules rules) : rules_(std::move(rules)) {}
  Judgement judge(const CheckInput& input) const override {
    return FilesJudge(rules_, input.view).run();
  }
  std::vector<Glob> asks_for() const override {
    std::vector<Glob> globs = rules_.required;
    globs.insert(globs.end(), rules_.changed.begin(), rules_.changed.end());
    for (const CountRule& rule : rules_.count) {
      if (rule.min > 0) globs.push_back(rule.glob);
    }
    return globs;
  }

 private:
  FilesRules rules_;
};

// Committed packages and caches never come this far.
void warn_of_left_out(const CheckMaker& maker, const std::vector<Glob>& forbidden) {
  for (const char* name : {"node_modules", "__pycache__", ".git"}) {
    const std::string part = std::string("/") + name + "/";
    for (const Glob& glob : forbidden) {
      if (("/" + glob.text() + "/").find(part) == std::string::npos) continue;
      maker.mistakes.warning(maker.settings.find("forbidden")->position,
                             std::string("folders '") + name +
                                 "' are always left out and remarked on; this never speaks");
      break;
    }
  }
}

// The same path asked to be and not to be: nobody could pass.
void refuse_both(const CheckMaker& maker, const char* one, const char* other) {
  const YamlNode* first = maker.settings.find(one);
  const YamlNode* second = maker.settings.find(other);
  if (first == nullptr || second == nullptr) return;
  for (const YamlNode& item : second->items) {
    const bool twice = std::any_of(first->items.begin(), first->items.end(),
                                   [&](const YamlNode& f) { return f.scalar == item.scalar; });
    if (!twice) continue;
    maker.mistakes.error(item.position, "'" + visible(item.scalar) + "' is both " + one + " and " +
                                            other + "; nobody can pass this");
  }
}

void read_counts(const CheckMaker& maker, FilesRules& rules) {
  const YamlNode* counts = maker.settings.find("count");
  if (counts == nullptr) return;
  for (const YamlEntry& entry : counts->entries) {
    const auto glob = maker.glob(entry.key, entry.key_position);
    const auto min = read_integer(entry.value.find("min"));
    const auto max = read_integer(entry.value.find("max"));
    if (min && max && *min > *max) {
      maker.mistakes.error(entry.value.position, "'min' is above 'max'; nobody can pass this");
    }
    if (glob) rules.count.push_back({*glob, min.value_or(0), max});
  }
}

}  // namespace

Shape files_shape() {
  Shape limits = scalar(Type::Object);
  limits.what = "a count";
  limits.fields = {{"min", integer(0, 100'000), "at least so many", "0", false},
                   {"max", integer(0, 100'000), "at most so many", "", false}};
  limits.rules = {{{"min", "max"}, 1, 2}};
  Shape size = scalar(Type::Size);
  size.min = 1;
  size.max = std::int64_t{1} << 40;
  const Shape globs = list_of(scalar(Type::Glob));

  Shape shape = scalar(Type::Object);
  shape.what = "files";
  shape.fields = {
      {"required", globs, "each is there", "", false},
      {"forbidden", globs, "none is there, but for what the template has", "", false},
      {"changed", globs, "each is new or no longer the template's", "", false},
      {"unchanged", globs, "each is as in the template", "", false},
      {"only_changed", globs, "nothing else in the task's folder differs from the template", "",
       false},
      {"count", map_of(Type::Glob, limits), "how many there are", "", false},
      {"size", map_of(Type::Glob, size), "each has at most this size", "", false},
  };
  KeyRule any{{}, 1, 7};
  for (const Field& field : shape.fields) any.keys.push_back(field.name);
  shape.rules = {any};
  return shape;
}

std::shared_ptr<const Check> make_files(const CheckMaker& maker) {
  FilesRules rules;
  rules.required = maker.globs(maker.settings.find("required"));
  rules.forbidden = maker.globs(maker.settings.find("forbidden"));
  warn_of_left_out(maker, rules.forbidden);
  rules.changed = maker.globs(maker.settings.find("changed"));
  rules.unchanged = maker.globs(maker.settings.find("unchanged"));
  const YamlNode* only = maker.settings.find("only_changed");
  rules.only_changed = maker.globs(only);
  if (only != nullptr) {
    rules.everywhere = std::any_of(only->items.begin(), only->items.end(),
                                   [](const YamlNode& i) { return i.scalar.substr(0, 1) == "/"; });
  }
  for (const YamlEntry& entry : maker.settings.entries) {
    if (entry.key == "changed" || entry.key == "unchanged" || entry.key == "only_changed") {
      maker.need_template(entry.key, entry.key_position);
    }
  }
  refuse_both(maker, "required", "forbidden");
  refuse_both(maker, "changed", "unchanged");
  read_counts(maker, rules);
  if (const YamlNode* sizes = maker.settings.find("size")) {
    for (const YamlEntry& entry : sizes->entries) {
      const auto glob = maker.glob(entry.key, entry.key_position);
      const auto limit = parse_size(entry.value.scalar);
      if (glob && limit) rules.size.push_back({*glob, *limit});
    }
  }
  rules.all_or_nothing = maker.score_all.value_or(false);
  return std::make_shared<FilesCheck>(std::move(rules));
}

}  // namespace grader::rubrics
