#include "grader/report/translate.h"

#include <map>
#include <utility>

namespace grader::report {
namespace {

const RubricTexts* find_texts(const Translations& translations, std::string_view language) {
  for (;;) {
    for (const auto& [name, texts] : translations) {
      if (name == language) return &texts;
    }
    const std::size_t dash = language.rfind('-');
    if (dash == std::string_view::npos) return nullptr;
    language = language.substr(0, dash);
  }
}

class Translator {
 public:
  Translator(Report& report, NativeTexts& native) : report_(report), native_(native) {}

  void put_in(const RubricTexts& texts) {
    // Messages name tasks and checks by their titles.
    for (const TaskResult& task : report_.tasks) {
      const auto of = texts.tasks.find(task.id);
      if (of == texts.tasks.end()) continue;
      note_title(task.title, of->second.title);
      for (const CheckResult& check : task.checks) {
        const auto one = of->second.checks.find(check.id);
        if (one != of->second.checks.end()) note_title(check.title, one->second.title);
      }
    }
    replace(report_.rubric.title, texts.title);
    for (TaskResult& task : report_.tasks) {
      const auto of = texts.tasks.find(task.id);
      put_in(task, of == texts.tasks.end() ? TaskTexts{} : of->second);
    }
  }

 private:
  using Texts = std::map<std::string, std::string>;

  void note_title(const std::string& original, const std::string& translated) {
    if (!translated.empty()) titles_.emplace(original, translated);
  }

  void replace(std::string& text, const std::string& translated) {
    if (text.empty() || translated.empty()) return;
    text = translated;
    native_.insert(translated);
  }

  void replace_by_words(std::string& text, const Texts& texts) {
    if (const auto found = texts.find(text); found != texts.end()) replace(text, found->second);
  }

  void put_in(TaskResult& task, const TaskTexts& texts) {
    replace(task.title, texts.title);
    replace(task.first_step, texts.first_step);
    for (BlockResult& block : task.blocks) {
      const auto one = texts.checks.find(block.id);
      if (one != texts.checks.end()) replace(block.title, one->second.title);
    }
    for (CheckResult& check : task.checks) {
      const auto one = texts.checks.find(check.id);
      put_in(check, one == texts.checks.end() ? CheckTexts{} : one->second);
    }
  }

  void put_in(CheckResult& check, const CheckTexts& texts) {
    replace(check.title, texts.title);
    replace(check.ask, texts.ask);
    replace(check.why, texts.why);
    replace(check.learn, texts.learn);
    replace(check.praise, texts.praise);
    put_in(check.message, texts.texts);
    for (Finding& finding : check.findings) put_in(finding.message, texts.texts);
    for (CaseResult& one : check.cases) {
      replace_by_words(one.name, texts.texts);
      put_in(one.message, texts.texts);
    }
  }

  void put_in(Message& message, const Texts& texts) {
    const auto found = message.params.find(std::string(rubric_parameter_of(message.id)));
    if (found == message.params.end()) return;
    auto* text = std::get_if<std::string>(&found->second);
    if (text == nullptr) return;
    replace_by_words(*text, found->first == "title" ? titles_ : texts);
  }

  Report& report_;
  NativeTexts& native_;
  Texts titles_;
};

}  // namespace

InLanguage in_language(Report report, std::string_view language) {
  InLanguage made{std::move(report), {}};
  if (const RubricTexts* texts = find_texts(made.report.translations, language)) {
    Translator(made.report, made.native).put_in(*texts);
  }
  return made;
}

std::string_view rubric_parameter_of(std::string_view message_id) {
  if (message_id == "text.author_says" || message_id.substr(0, 15) == "git.author_says") {
    return "text";
  }
  if (message_id.substr(0, 22) == "manual.criterion_level") return "level";
  if (message_id == "engine.waits" || message_id == "engine.path_not_there") return "title";
  return "";
}

}  // namespace grader::report
