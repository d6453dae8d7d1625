#include "rubrics/translation.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include "grader/base/digest.h"
#include "grader/base/file.h"
#include "grader/base/text.h"
#include "rubrics/beside.h"
#include "rubrics/mistakes.h"
#include "rubrics/scalars.h"
#include "rubrics/settings.h"
#include "rubrics/validate.h"

namespace grader::rubrics {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kTextMax = 2'000;

Shape object(std::string what, std::vector<Field> fields) {
  Shape shape = scalar(Type::Object);
  shape.what = std::move(what);
  shape.fields = std::move(fields);
  return shape;
}

Shape make_translation_shape() {
  const Shape check = object(
      "a check", {{"title", text(), "what it asks, as a fact", "", false},
                  {"ask", text(kTextMax), "a question that helps", "", false},
                  {"why", text(kTextMax), "why it matters", "", false},
                  {"learn", scalar(Type::Link), "one link", "", false},
                  {"praise", text(kTextMax), "said when it passes", "", false},
                  {"texts", map_of(Type::Text, text(kTextMax)),
                   "messages, names, criteria and levels of its kind, by their words in the rubric",
                   "", false}});
  const Shape task = object(
      "a task", {{"title", text(), "as students know it", "", false},
                 {"first_step", text(kTextMax), "said when it is not started", "", false},
                 {"checks", map_of(Type::Id, check), "checks and blocks, by id", "", false}});
  return object("a translation",
                {{"translation", scalar(Type::RubricId), "the id of the rubric", "", true},
                 {"language", scalar(Type::Language), "of the texts here", "", true},
                 {"version", integer(1, 1'000'000), "of the rubric that was translated", "", true},
                 {"title", text(), "as people know it", "", false},
                 {"tasks", map_of(Type::Id, task), "the exercises, by id", "", false}});
}

// The texts of a check that a translation names by key, where the rubric keeps them.
struct NamedText {
  const char* key;
  std::string CheckTexts::*to;
  std::string CheckSpec::*from;
};
constexpr std::array<NamedText, 5> kNamedTexts{
    {{"title", &CheckTexts::title, &CheckSpec::title},
     {"ask", &CheckTexts::ask, &CheckSpec::ask},
     {"why", &CheckTexts::why, &CheckSpec::why},
     {"learn", &CheckTexts::learn, &CheckSpec::learn},
     {"praise", &CheckTexts::praise, &CheckSpec::praise}}};

class Builder {
 public:
  Builder(const Rubric& rubric, const std::string& language, Mistakes& mistakes)
      : rubric_(rubric), language_(language), mistakes_(mistakes) {}

  RubricTexts build(const YamlNode& root) {
    check_head(root);
    texts_.title = read_text(root.find("title"));
    if (const YamlNode* tasks = root.find("tasks")) {
      for (const YamlEntry& entry : tasks->entries) add_task(entry);
    }
    return std::move(texts_);
  }

 private:
  void check_head(const YamlNode& root) {
    const YamlNode& id = *root.find("translation");
    if (id.scalar != rubric_.id) {
      mistakes_.error(id.position, "the rubric beside it is '" + rubric_.id + "'");
    }
    const YamlNode& language = *root.find("language");
    if (language.scalar != language_) {
      mistakes_.error(language.position, "the name of the file says '" + language_ + "'");
    } else if (language.scalar == rubric_.language) {
      mistakes_.error(language.position, "the rubric itself is in '" + rubric_.language + "'");
    }
    const YamlNode& version = *root.find("version");
    texts_.version = read_integer(&version).value_or(0);
    const std::string is = "the rubric has version " + std::to_string(rubric_.version);
    if (texts_.version > rubric_.version) {
      mistakes_.error(version.position, is + ", which is earlier");
    } else if (texts_.version < rubric_.version) {
      stale_ = true;
      mistakes_.warning(version.position, is + "; is this translation still right?");
    }
  }

  // What the rubric does not have: wrong, or no longer there.
  void not_there(Position place, const std::string& message) {
    if (stale_) {
      mistakes_.warning(place, message);
    } else {
      const bool asks = message.ends_with("?");  // whether a near name is meant
      mistakes_.error(place, message + (asks ? ""
                                             : "; mend it here, or raise the rubric's 'version' if "
                                               "the rubric has changed"));
    }
  }

  void add_task(const YamlEntry& entry) {
    const auto task = std::find_if(rubric_.tasks.begin(), rubric_.tasks.end(),
                                   [&](const Task& one) { return one.id == entry.key; });
    if (task == rubric_.tasks.end()) {
      std::vector<std::string> ids;
      for (const Task& one : rubric_.tasks) ids.push_back(one.id);
      return not_there(entry.key_position,
                       "the rubric has no task '" + entry.key + "'" + suggestion(entry.key, ids));
    }
    TaskTexts& texts = texts_.tasks[task->id];
    texts.title = read_text(entry.value.find("title"));
    if (const YamlNode* step = entry.value.find("first_step")) {
      if (task->first_step.empty()) {
        not_there(step->position, "the task has no 'first_step'");
      } else {
        texts.first_step = read_text(step);
      }
    }
    if (const YamlNode* checks = entry.value.find("checks")) {
      for (const YamlEntry& check : checks->entries) add_check(check, *task, texts);
    }
  }

  void add_check(const YamlEntry& entry, const Task& task, TaskTexts& texts) {
    for (const CheckSpec& check : task.checks) {
      if (check.id == entry.key) return add_texts(entry.value, check, texts.checks[check.id]);
    }
    for (const Block& block : task.blocks) {
      if (block.id != entry.key) continue;
      for (const YamlEntry& one : entry.value.entries) {
        if (one.key != "title") not_there(one.key_position, "a block has only a 'title'");
      }
      texts.checks[block.id].title = read_text(entry.value.find("title"));
      return;
    }
    std::vector<std::string> ids;
    for (const CheckSpec& check : task.checks) ids.push_back(check.id);
    for (const Block& block : task.blocks) ids.push_back(block.id);
    not_there(entry.key_position, "the task '" + task.id + "' has no check '" + entry.key + "'" +
                                      suggestion(entry.key, ids));
  }

  void add_texts(const YamlNode& node, const CheckSpec& check, CheckTexts& texts) {
    for (const NamedText& named : kNamedTexts) {
      const YamlNode* value = node.find(named.key);
      if (value == nullptr) continue;
      if ((check.*named.from).empty()) {
        not_there(value->position, std::string("the check has no '") + named.key + "'");
      } else {
        texts.*named.to = value->scalar;
      }
    }
    if (!texts.ask.empty() && asks(check.ask, rubric_.language) && !asks(texts.ask, language_)) {
      mistakes_.warning(node.find("ask")->position,
                        "'ask' is a question; it has no question mark of its language");
    }
    const YamlNode* others = node.find("texts");
    if (others == nullptr) return;
    // What has its translation is not meant by another one.
    std::vector<std::string> open;
    for (const std::string& text : check.texts) {
      if (others->find(text) == nullptr) open.push_back(text);
    }
    for (const YamlEntry& entry : others->entries) {
      if (std::find(check.texts.begin(), check.texts.end(), entry.key) != check.texts.end()) {
        texts.texts[entry.key] = entry.value.scalar;
      } else {
        std::string near = suggestion(entry.key, open);
        // What it was called before is the one that has no translation now.
        if (near.empty() && open.size() == 1) near = ", but '" + visible(open[0], 60) + "'";
        not_there(entry.key_position,
                  "the check does not say '" + visible(entry.key, 60) + "'" + near);
      }
    }
  }

  const Rubric& rubric_;
  const std::string& language_;
  Mistakes& mistakes_;
  RubricTexts texts_;
  bool stale_ = false;
};

LoadedTranslation unreadable(const fs::path& file, const std::string& message) {
  LoadedTranslation loaded;
  loaded.diagnostics.push_back({Diagnostic::Severity::Error, file.string(), {}, message, ""});
  return loaded;
}

bool is_rubric(const YamlNode& root) {
  return root.kind == YamlNode::Kind::Map && root.find("rubric") != nullptr &&
         root.find("translation") == nullptr;
}

}  // namespace

const Shape& translation_shape() {
  static const Shape shape = make_translation_shape();
  return shape;
}

std::map<std::string, std::set<fs::path>> translations_beside(const fs::path& rubric) {
  std::map<std::string, std::set<fs::path>> found;
  const std::string begin = rubric.stem().string() + ".";
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(rubric.parent_path(), ignored)) {
    const fs::path& file = entry.path();
    if (!is_yaml(file) || file.filename() == rubric.filename()) continue;
    const std::string name = file.stem().string();
    if (name.rfind(begin, 0) != 0) continue;
    const std::string language = name.substr(begin.size());
    if (is_language(language)) found[language].insert(file);
  }
  return found;
}

LoadedTranslation load_translation_text(std::string_view text, const fs::path& file,
                                        const std::string& language, const Rubric& rubric) {
  YamlDocument document = parse_yaml(text, file.string());
  if (!document.root) return {std::nullopt, std::move(document.diagnostics)};
  if (is_rubric(*document.root)) return {};
  Mistakes mistakes(file.string(), text);
  LoadedTranslation loaded;
  // Where keys or types are wrong, only that is said.
  if (validate(*document.root, translation_shape(), mistakes).empty() && !mistakes.any_error()) {
    RubricTexts texts = Builder(rubric, language, mistakes).build(*document.root);
    texts.digest = "sha256:" + sha256(text);
    if (!mistakes.any_error()) loaded.texts = std::move(texts);
  }
  loaded.diagnostics = mistakes.take();
  return loaded;
}

LoadedTranslation load_translation(const fs::path& file, const std::string& language,
                                   const Rubric& rubric) {
  const Result<std::string> text = read_file(file, std::size_t{1} << 20);
  if (!text) return unreadable(file, "cannot read the translation: " + text.error().message);
  return load_translation_text(*text, file, language, rubric);
}

Coverage coverage_of(const RubricTexts& texts, const Rubric& rubric) {
  Coverage coverage;
  const auto count = [&](const std::string& original, const std::string& translated,
                         const std::string& name) {
    if (original.empty()) return;
    ++coverage.all;
    if (translated.empty()) coverage.missing.push_back(name);
  };
  count(rubric.title, texts.title, "title");
  for (const Task& task : rubric.tasks) {
    const auto found = texts.tasks.find(task.id);
    const TaskTexts none;
    const TaskTexts& of = found == texts.tasks.end() ? none : found->second;
    const auto check_of = [&](const std::string& id) {
      const auto one = of.checks.find(id);
      return one == of.checks.end() ? CheckTexts{} : one->second;
    };
    count(task.title, of.title, task.id + ": title");
    count(task.first_step, of.first_step, task.id + ": first_step");
    for (const Block& block : task.blocks) {
      count(block.title, check_of(block.id).title, task.id + "/" + block.id + ": title");
    }
    for (const CheckSpec& check : task.checks) {
      const CheckTexts one = check_of(check.id);
      const std::string place = task.id + "/" + check.id + ": ";
      for (const NamedText& named : kNamedTexts) {
        // A link may well lead to the same page.
        if (std::string_view(named.key) == "learn") continue;
        count(check.*named.from, one.*named.to, place + named.key);
      }
      for (const std::string& said : check.texts) {
        const auto other = one.texts.find(said);
        count(said, other == one.texts.end() ? "" : other->second,
              place + "'" + visible(said, 40) + "'");
      }
    }
  }
  return coverage;
}

}  // namespace grader::rubrics
