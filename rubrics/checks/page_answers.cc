#include "rubrics/checks/page_answers.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "rubrics/checks/share.h"

namespace grader::rubrics {
namespace {

using Json = nlohmann::json;
using Kind = PageExpectation::Kind;
using Mistake = PageMistake;
using Found = std::optional<Mistake>;  // nullopt: as expected

std::string text_at(const Json& row, const char* key) {
  const auto found = row.is_object() ? row.find(key) : row.end();
  return found != row.end() && found->is_string() ? found->get<std::string>() : "";
}

std::int64_t number_at(const Json& row, const char* key) {
  const auto found = row.is_object() ? row.find(key) : row.end();
  return found != row.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

bool flag_at(const Json& row, const char* key) {
  const auto found = row.is_object() ? row.find(key) : row.end();
  return found != row.end() && found->is_boolean() && found->get<bool>();
}

const Json& list_at(const Json& row, const char* key) {
  static const Json kNone = Json::array();
  const auto found = row.is_object() ? row.find(key) : row.end();
  return found != row.end() && found->is_array() ? *found : kNone;
}

const Json& object_at(const Json& row, const char* key) {
  static const Json kNone = Json::object();
  const auto found = row.is_object() ? row.find(key) : row.end();
  return found != row.end() && found->is_object() ? *found : kNone;
}

std::string joined(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& one : list) {
    if (one.is_string()) texts.push_back(visible(one.get<std::string>(), 120));
  }
  return join(texts, ", ");
}

// White space as a browser shows it.
std::string tidy(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    if (!space) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

bool holds(const PageValue& value, const std::string& text) {
  if (value.pattern) return value.pattern->find(to_valid_utf8(text), 0).has_value();
  return tidy(value.text) == tidy(text);
}

std::string shown(const PageValue& value) {
  return visible(value.pattern ? "/" + value.text + "/" : value.text, kMaxPageQuote);
}

Message number_message(const char* id, std::int64_t count, std::int64_t wanted) {
  return {id, {{"count", count}, {"wanted", wanted}}, ""};
}

// A pattern is for those who know patterns; the words of the rubric say it better.
Mistake differs(const PageExpectation& one, Message message, const PageValue& wanted,
                const std::string& actual) {
  Mistake mistake{std::move(message), std::nullopt, visible(actual, kMaxPageQuote)};
  mistake.expected = one.named && wanted.pattern ? one.name : shown(wanted);
  return mistake;
}

// What one element lacks; nullopt: nothing.
Found lacks(const PageExpectation& one, const Json& element) {
  if (one.visible && !flag_at(element, "shown")) return Mistake{{"browser.not_shown", {}, ""}};
  if (one.text && !holds(*one.text, text_at(element, "text"))) {
    return differs(one, {"browser.other_text", {}, ""}, *one.text, text_at(element, "text"));
  }
  if (one.value && !holds(*one.value, text_at(element, "value"))) {
    return differs(one, {"browser.other_value", {}, ""}, *one.value, text_at(element, "value"));
  }
  const Json& attributes = object_at(element, "attributes");
  const auto missing = [](const std::string& name) {
    return Mistake{{"browser.no_attribute", {{"name", name}}, ""}};
  };
  for (const std::string& name : one.has) {
    if (!attributes.contains(name)) return missing(name);
  }
  for (const auto& [name, value] : one.attributes) {
    if (!attributes.contains(name)) return missing(name);
    const std::string actual = text_at(attributes, name.c_str());
    if (!holds(value, actual)) {
      return differs(one, {"browser.other_attribute", {{"name", name}}, ""}, value, actual);
    }
  }
  for (const auto& [name, value] : one.styles) {
    const std::string actual = text_at(object_at(element, "styles"), name.c_str());
    if (!holds(value, actual)) {
      return differs(one, {"browser.other_style", {{"name", name}}, ""}, value, actual);
    }
  }
  return std::nullopt;
}

Found judge_see(const PageExpectation& one, const Json& seen) {
  std::int64_t count = 0;
  Found first;
  for (const Json& element : list_at(seen, "seen")) {
    Found lack = lacks(one, element);
    if (!lack) ++count;
    if (lack && !first) first = std::move(lack);
  }
  if (one.max && count > *one.max) {
    if (*one.max == 0) return Mistake{{"browser.not_wanted", {{"count", count}}, ""}};
    return Mistake{number_message("browser.too_many", count, *one.max)};
  }
  // Those behind were not looked at.
  if (one.max &&
      number_at(seen, "count") > static_cast<std::int64_t>(list_at(seen, "seen").size())) {
    return Mistake{{"browser.not_reached", {}, ""}};
  }
  if (count >= one.min) return std::nullopt;
  if (count == 0 && first) return first;
  if (count > 0 || one.min > 1) {
    Mistake mistake{number_message("browser.too_few", count, one.min)};
    if (first) {
      mistake.expected = first->expected;
      mistake.actual = first->actual;
    }
    return mistake;
  }
  Mistake mistake{{"browser.not_there", {}, ""}};
  const std::string near = joined(list_at(seen, "near"));
  if (!near.empty()) {
    mistake.expected = one.name;
    mistake.actual = near;
  }
  return mistake;
}

Found judge_keyboard(const Json& seen) {
  if (list_at(seen, "stops").empty()) return Mistake{{"browser.not_there", {}, ""}};
  for (const auto& [key, id] :
       {std::pair("reached", "browser.tab_misses"), std::pair("visible", "browser.focus_hidden")}) {
    for (const Json& stop : list_at(seen, "stops")) {
      if (flag_at(stop, key)) continue;
      return Mistake{{id, {{"element", visible(text_at(stop, "described"), 120)}}, ""}};
    }
  }
  return std::nullopt;
}

Found judge_form(const PageExpectation& one, const Json& seen) {
  const std::string form = text_at(seen, "form");
  const std::string fields = joined(list_at(seen, "fields"));
  const auto said = [](const char* id) { return Mistake{{id, {}, ""}}; };
  if (form == "not_there") return said("browser.form_missing");
  if (form == "no_button") return said("browser.form_no_button");
  if (form == "disabled" && one.accepts) return said("browser.form_disabled");
  if (form == "no_field") return said("browser.form_no_field");
  if (form == "step") {
    return Mistake{{"browser.form_not_filled",
                    {{"step", number_at(seen, "step") + 1}, {"what", text_at(seen, "why")}},
                    ""}};
  }
  if (form == "accepted") {
    return one.accepts ? Found() : Found(said("browser.form_accepts"));
  }
  if (form == "refused") {
    if (one.accepts) return Mistake{{"browser.form_refuses", {{"fields", fields}}, ""}};
    if (!one.at_field || flag_at(seen, "asked")) return std::nullopt;
    return Mistake{{"browser.form_other_field", {{"fields", fields}}, ""}};
  }
  // A button that cannot be pressed refuses, but not for a field.
  if (form == "disabled" && !one.at_field) return std::nullopt;
  return said("browser.form_nothing");
}

Found judge_choice(const PageExpectation& one, const Json& seen) {
  if (text_at(seen, "choice") != "there") {
    Mistake mistake{{"browser.choice_missing", {}, ""}};
    const std::string near = joined(list_at(seen, "near"));
    if (!near.empty()) {
      mistake.expected = one.name;
      mistake.actual = near;
    }
    return mistake;
  }
  if (flag_at(seen, "apart")) return Mistake{{"browser.choice_apart", {}, ""}};
  const std::int64_t count = number_at(seen, "count");
  const bool few = count < one.min;
  if (few || (one.max && count > *one.max)) {
    Mistake mistake{number_message(few ? "browser.few_options" : "browser.many_options", count,
                                   few ? one.min : *one.max)};
    mistake.actual = joined(list_at(seen, "options"));
    return mistake;
  }
  if (one.required && !flag_at(seen, "needed")) {
    return Mistake{{"browser.choice_left_out", {}, ""}};
  }
  return std::nullopt;
}

// Of a query about the width: whether it only asks for more.
bool grows(const std::string& query) {
  static const Pattern kLess(R"((?i)max-(device-)?width|\bwidth\s*<|>=?\s*(device-)?width)");
  return !kLess.find(to_valid_utf8(query), 0);
}

// One expectation against what was seen for it.
class AnswerJudge {
 public:
  AnswerJudge(const PageRules& rules, const CheckView& view, Judgement& judgement)
      : rules_(rules), view_(view), judgement_(judgement) {}

  Found judge(const PageExpectation& one, const Json& seen) {
    if (!is_answer(one, seen)) return Mistake{{"browser.not_reached", {}, ""}};
    switch (one.kind) {
      case Kind::See:
        return judge_see(one, seen);
      case Kind::Title:
        if (holds(*one.text, text_at(seen, "title"))) return std::nullopt;
        return differs(one, {"browser.other_title", {}, ""}, *one.text, text_at(seen, "title"));
      case Kind::Keyboard:
        return judge_keyboard(seen);
      case Kind::Form:
        return judge_form(one, seen);
      case Kind::Choice:
        return judge_choice(one, seen);
      case Kind::Links:
      case Kind::Assets:
        return judge_addresses(seen);
      case Kind::Console:
        return judge_console(seen);
      case Kind::Sideways:
        return judge_widths(seen);
      case Kind::Media:
        return judge_media(seen);
      case Kind::Breakpoints: {
        const auto count = static_cast<std::int64_t>(list_at(seen, "changes").size());
        if (count >= one.min) return std::nullopt;
        return Mistake{number_message("browser.few_breakpoints", count, one.min)};
      }
      case Kind::Properties: {
        const std::int64_t count = number_at(seen, "properties");
        if (count >= one.min) return std::nullopt;
        return Mistake{number_message("browser.few_properties", count, one.min)};
      }
      case Kind::Layout:
        for (const std::string& layout : one.layouts) {
          if (number_at(object_at(seen, "layouts"), layout.c_str()) > 0) continue;
          return Mistake{{"browser.no_layout", {{"layout", layout}}, ""}};
        }
        return std::nullopt;
      case Kind::Selector:
        for (const Json& selector : list_at(seen, "selectors")) {
          if (selector.is_string() && holds(*one.text, selector.get<std::string>())) {
            return std::nullopt;
          }
        }
        return Mistake{{"browser.no_selector", {}, ""},
                       one.named && one.text->pattern ? one.name : shown(*one.text)};
      case Kind::Accessibility:
        return judge_accessibility(one, seen);
    }
    return std::nullopt;
  }

 private:
  // What an answer must hold for the silence of the rest to mean something.
  static bool is_answer(const PageExpectation& one, const Json& seen) {
    switch (one.kind) {
      case Kind::See:
        return seen.contains("seen") && seen["seen"].is_array();
      case Kind::Links:
      case Kind::Assets:
        return seen.contains("broken") && seen["broken"].is_array();
      case Kind::Console:
        return seen.contains("errors") && seen["errors"].is_array();
      case Kind::Sideways:
        return !list_at(seen, "widths").empty();
      default:
        return true;
    }
  }

  void add(const char* rule, Message message) {
    if (judgement_.findings.size() >= kMaxFindings) return;
    add_finding(judgement_, rule, rules_.open, std::move(message));
  }

  Found judge_addresses(const Json& seen) {
    const Json& broken = list_at(seen, "broken");
    if (broken.empty()) return std::nullopt;
    for (const Json& one : broken) {
      const std::string why = text_at(one, "why");
      const std::string address = visible(text_at(one, "address"), 200);
      if (why == "capitals") {
        add("address", {"browser.address_capitals",
                        {{"address", address}, {"near", visible(text_at(one, "near"), 200)}},
                        ""});
      } else {
        add("address", {why == "no_place" ? "browser.address_no_place" : "browser.address_missing",
                        {{"address", address}},
                        ""});
      }
    }
    return Mistake{
        {"browser.broken_addresses", {{"count", static_cast<std::int64_t>(broken.size())}}, ""}};
  }

  // Where it was written, if the submission has that line.
  void place(Finding& finding, const std::string& file, std::int64_t line) const {
    std::optional<Excerpt> excerpt = excerpt_in(view_, file, line);
    if (!excerpt) return;
    finding.path = file;
    finding.line = static_cast<int>(line);
    finding.excerpt = std::move(excerpt);
  }

  Found judge_console(const Json& seen) {
    const Json& errors = list_at(seen, "errors");
    if (errors.empty()) return std::nullopt;
    for (const Json& one : errors) {
      if (judgement_.findings.size() >= kMaxFindings) break;
      Finding& finding = add_finding(judgement_, "console", rules_.open,
                                     {"browser.console_error",
                                      {{"original", visible(text_at(one, "text"), kMaxPageQuote)}},
                                      ""});
      place(finding, visible(text_at(one, "file"), 300), number_at(one, "line"));
    }
    return Mistake{
        {"browser.console_errors", {{"count", static_cast<std::int64_t>(errors.size())}}, ""}};
  }

  static Found judge_widths(const Json& seen) {
    for (const Json& row : list_at(seen, "widths")) {
      if (number_at(row, "width") <= number_at(row, "room") + 1) continue;
      const std::string widest = visible(text_at(row, "widest"), 120);
      if (widest.empty()) return Mistake{{"browser.wider", {{"width", number_at(row, "at")}}, ""}};
      return Mistake{
          {"browser.wider_element", {{"width", number_at(row, "at")}, {"element", widest}}, ""}};
    }
    return std::nullopt;
  }

  static Found judge_media(const Json& seen) {
    const Json& media = list_at(seen, "media");
    if (media.empty()) return Mistake{{"browser.no_media", {}, ""}};
    for (const Json& query : media) {
      if (!query.is_string() || grows(query.get<std::string>())) continue;
      return Mistake{
          {"browser.media_shrinks", {{"query", visible(query.get<std::string>(), 200)}}, ""}};
    }
    return std::nullopt;
  }

  Found judge_accessibility(const PageExpectation& one, const Json& seen) {
    const auto held = static_cast<std::int64_t>(list_at(seen, "holds").size());
    const Json& broken = list_at(seen, "broken");
    const std::int64_t all = held + static_cast<std::int64_t>(broken.size());
    for (const Json& rule : broken) {
      for (const Json& place : list_at(rule, "places")) {
        add("accessibility",
            {"browser.accessibility",
             {{"element", visible(text_at(place, "at"), 120)},
              {"original",
               visible(text_at(rule, "help") + " (" + text_at(rule, "rule") + ")", kMaxPageQuote)}},
             ""});
      }
    }
    if (all > 0 && held * 100 >= one.min * all) return std::nullopt;
    return Mistake{{"browser.accessibility_below", {{"passed", held}, {"count", all}}, ""}};
  }

  const PageRules& rules_;
  const CheckView& view_;
  Judgement& judgement_;
};

}  // namespace

std::optional<PageMistake> mistake_in(const std::string& answer, const PageExpectation& expected,
                                      const PageRules& rules, const CheckView& view,
                                      Judgement& judgement) {
  const Json row = Json::parse(answer, nullptr, false);
  return AnswerJudge(rules, view, judgement).judge(expected, object_at(row, "seen"));
}

std::optional<std::string> undone(const std::string& answer) {
  const Json row = Json::parse(answer, nullptr, false);
  if (flag_at(row, "done")) return std::nullopt;
  return text_at(row, "why");
}

std::vector<RubricMistake> unknown_words(const std::string& answer, const PageRules& rules) {
  std::vector<RubricMistake> mistakes;
  const Json row = Json::parse(answer, nullptr, false);
  for (const Json& wrong : list_at(row, "wrong")) {
    const std::string word = text_at(wrong, "text");
    const bool selector = text_at(wrong, "kind") == "css";
    const auto& places = selector ? rules.selectors : rules.styles;
    const auto place = places.find(word);
    mistakes.push_back(
        {place == places.end() ? rules.place : place->second,
         "'" + visible(word, 80) +
             (selector ? "' is not a selector of CSS" : "' is not a property of CSS") +
             visible(text_at(wrong, "near"), 80)});
  }
  return mistakes;
}

}  // namespace grader::rubrics
