// Reading what a rubric asks of a page.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/checks/page_roles.h"
#include "rubrics/checks/page_rules.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

using Json = nlohmann::json;
using Kind = PageExpectation::Kind;

constexpr std::size_t kMaxActs = 100;
constexpr std::size_t kMaxName = 120;

// The browser looks for elements with expressions of its own. What both languages read alike can
// stand there.
struct BrowserPattern {
  std::string source, flags;
};

std::optional<BrowserPattern> for_browser(std::string_view expression) {
  BrowserPattern pattern;
  if (expression.starts_with("(?")) {
    const std::size_t end = expression.find_first_not_of("ims", 2);
    if (end != std::string_view::npos && end > 2 && expression[end] == ')') {
      pattern.flags = std::string(expression.substr(2, end - 2));
      expression.remove_prefix(end + 1);
    }
  }
  for (const std::string_view other : {"\\A", "\\z", "\\Q", "\\C", "\\a", "[[:", "(?P"}) {
    if (expression.find(other) != std::string_view::npos) return std::nullopt;
  }
  for (std::size_t at = expression.find("(?"); at != std::string_view::npos;
       at = expression.find("(?", at + 1)) {
    if (at + 2 >= expression.size() || expression[at + 2] != ':') return std::nullopt;
  }
  if (expression.find("\\p") != std::string_view::npos ||
      expression.find("\\P") != std::string_view::npos) {
    pattern.flags += "u";
  }
  pattern.source = std::string(expression);
  return pattern;
}

struct Target {
  Json json;
  std::string shown;
};

class Reader {
 public:
  explicit Reader(const CheckMaker& maker) : maker_(maker) {}

  PageRules read() {
    const YamlNode& settings = maker_.settings;
    rules_.place = maker_.place;
    const YamlNode& open = *settings.find("open");
    if (const YamlNode* app = settings.find("build")) {
      rules_.app = maker_.path(app->scalar, app->position).value_or("");
      rules_.open = open.scalar;
    } else {
      rules_.open = maker_.path(open.scalar, open.position).value_or("");
    }
    rules_.all_or_nothing = maker_.score_all.value_or(false);
    std::vector<std::int64_t> widths;
    if (const YamlNode* list = settings.find("widths")) {
      for (const YamlNode& item : list->items)
        widths.push_back(read_integer(&item).value_or(1'280));
    }
    if (widths.empty()) widths.push_back(1'280);
    rules_.width = widths.front();
    if (read_flag(settings.find("screenshots"))) rules_.pictures = widths;
    if (const YamlNode* clock = settings.find("clock")) read_clock(*clock);
    if (const YamlNode* steps = settings.find("steps")) {
      for (const YamlNode& item : steps->items) read_step_or_see(item);
    }
    if (const YamlNode* expect = settings.find("expect")) {
      for (const YamlNode& item : expect->items) read_expectation(item);
    }
    if (const YamlNode* accessibility = settings.find("accessibility")) {
      read_accessibility(*accessibility);
    }
    tell_apart();
    if (rules_.acts.size() > kMaxActs) {
      maker_.mistakes.error(settings.position, "more than " + std::to_string(kMaxActs) +
                                                   " steps and expectations in one check");
    }
    return std::move(rules_);
  }

 private:
  void read_clock(const YamlNode& node) {
    static const Pattern kDay(R"(^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$)");
    static const Pattern kTime(
        R"(^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$)");
    if (kDay.find(node.scalar, 0)) {
      rules_.clock = node.scalar + "T12:00:00Z";
    } else if (kTime.find(node.scalar, 0)) {
      rules_.clock = node.scalar + ":00Z";
    } else {
      maker_.mistakes.error(node.position,
                            "expected a time such as 2026-03-01 or 2026-03-01T09:00");
    }
  }

  static PageValue value(const YamlNode& node) {
    if (node.kind == YamlNode::Kind::Scalar) return {node.scalar, std::nullopt};
    const std::string expression = read_text(node.find("matches"));
    return {expression, Pattern(expression)};
  }

  // For the browser, which decides by it what to look at.
  Json wanted(const YamlNode& node) const {
    if (node.kind == YamlNode::Kind::Scalar) return {{"text", node.scalar}};
    const YamlNode& expression = *node.find("matches");
    const auto pattern = for_browser(expression.scalar);
    if (!pattern) {
      maker_.mistakes.error(expression.position,
                            "elements are found by plainer patterns: no \\A, \\z, \\Q, [[:...:]], "
                            "(?P<...>), and flags such as (?i) only at the beginning");
      return {{"text", ""}};
    }
    return {{"matches", pattern->source}, {"flags", pattern->flags}};
  }

  static std::string shown(const YamlNode& node) {
    if (node.kind == YamlNode::Kind::Scalar) return "\"" + node.scalar + "\"";
    return "/" + read_text(node.find("matches")) + "/";
  }

  Target target(const YamlNode& node) {
    if (const YamlNode* role = node.find("role")) {
      if (const auto mistake = role_mistake(role->scalar)) {
        maker_.mistakes.error(role->position, *mistake);
      }
      Target found{{{"role", role->scalar}}, role->scalar};
      if (const YamlNode* name = node.find("name")) {
        found.json["name"] = wanted(*name);
        found.shown += " " + shown(*name);
      }
      return found;
    }
    for (const char* key : {"label", "text"}) {
      const YamlNode* words = node.find(key);
      if (words == nullptr) continue;
      return {{{key, wanted(*words)}}, std::string(key) + " " + shown(*words)};
    }
    const YamlNode* css = node.find("css");
    const std::string selector = read_text(css);
    if (css != nullptr) rules_.selectors.emplace(selector, css->position);
    return {{{"css", selector}}, selector};
  }

  // The step without what it does where it is none: `see`.
  std::optional<PageAct> step(const YamlNode& node) {
    Json json;
    std::string shown;
    const auto with = [&](const char* what, const YamlNode& at, const std::string& more) {
      const Target found = target(at);
      json = {{"do", what}, {"target", found.json}};
      shown = std::string(what) + ": " + more + (more.empty() ? "" : ", ") + found.shown;
    };
    if (const YamlNode* type = node.find("type")) {
      with("type", *node.find("into"), "\"" + type->scalar + "\"");
      json["text"] = type->scalar;
    } else if (const YamlNode* option = node.find("choose")) {
      with("choose", *node.find("in"), this->shown(*option));
      json["option"] = wanted(*option);
    } else if (const YamlNode* key = node.find("press")) {
      json = {{"do", "press"}};
      shown = "press: " + key->scalar;
      if (const YamlNode* on = node.find("on")) with("press", *on, key->scalar);
      json["key"] = key->scalar;
    } else {
      for (const char* name : {"click", "check", "uncheck", "wait_for", "wait_gone"}) {
        if (const YamlNode* at = node.find(name)) with(name, *at, "");
      }
    }
    if (json.is_null()) return std::nullopt;
    return PageAct{json.dump(), visible(shown, kMaxName), std::nullopt};
  }

  void read_step_or_see(const YamlNode& node) {
    if (node.find("see") != nullptr) {
      read_see(node);
    } else if (auto act = step(node)) {
      rules_.acts.push_back(*std::move(act));
    }
  }

  void add(Kind kind, const YamlNode& node, const std::string& name, Json request,
           PageExpectation expectation = {}) {
    expectation.kind = kind;
    const std::string given = read_text(node.find("name"));
    expectation.named = !given.empty();
    expectation.name = given.empty() ? visible(name, kMaxName) : given;
    rules_.acts.push_back({request.dump(), "", std::move(expectation)});
  }

  // Expectations of the same element that the rubric gives no names: by what else they ask for.
  void tell_apart() {
    std::map<std::string, int> times;
    for (const PageAct& act : rules_.acts) {
      if (act.expects) ++times[act.expects->name];
    }
    for (std::size_t i = 0; i < rules_.acts.size(); ++i) {
      auto& one = rules_.acts[i].expects;
      if (!one || one->named || times.at(one->name) < 2) continue;
      one->name = visible(one->name + details_[i], kMaxName);
    }
  }

  // In signs, since the report may be in any language.
  static std::string detail(const YamlNode& node) {
    std::string all;
    if (const YamlNode* text = node.find("text")) all += " " + shown(*text);
    if (const YamlNode* held = node.find("value")) all += " = " + shown(*held);
    if (const YamlNode* has = node.find("has")) {
      for (const YamlNode& item : has->items) all += "[" + item.scalar + "]";
    }
    if (const YamlNode* attributes = node.find("attributes")) {
      for (const YamlEntry& entry : attributes->entries) all += "[" + entry.key + "]";
    }
    if (const YamlNode* styles = node.find("style")) {
      std::vector<std::string> names;
      for (const YamlEntry& entry : styles->entries) names.push_back(entry.key);
      all += " { " + join(names, "; ") + " }";
    }
    if (const YamlNode* count = node.find("count")) {
      const YamlNode* min = count->find("min");
      const YamlNode* max = count->find("max");
      all += " × ";
      if (count->kind == YamlNode::Kind::Scalar) all += count->scalar;
      if (min != nullptr) all += "≥ " + min->scalar + (max != nullptr ? ", " : "");
      if (max != nullptr) all += "≤ " + max->scalar;
    }
    if (const YamlNode* width = node.find("at")) all += ", " + width->scalar + " px";
    return all;
  }

  static void read_count(const YamlNode* count, PageExpectation& one) {
    if (count == nullptr) return;
    if (const auto exactly = read_integer(count)) {
      one.min = *exactly;
      one.max = exactly;
    } else {
      one.min = read_integer(count->find("min")).value_or(0);
      one.max = read_integer(count->find("max"));
    }
  }

  void read_see(const YamlNode& node) {
    PageExpectation one;
    const Target found = target(*node.find("see"));
    Json request = {{"ask", "see"},
                    {"target", found.json},
                    {"attributes", Json::array()},
                    {"styles", Json::array()}};
    read_count(node.find("count"), one);
    if (const YamlNode* flag = node.find("visible")) one.visible = read_flag(flag);
    if (const YamlNode* text = node.find("text")) one.text = value(*text);
    if (const YamlNode* held = node.find("value")) one.value = value(*held);
    if (const YamlNode* has = node.find("has")) {
      for (const YamlNode& item : has->items) {
        one.has.push_back(item.scalar);
        request["attributes"].push_back(item.scalar);
      }
    }
    for (const auto& [key, into, asked] : {std::tuple("attributes", &one.attributes, "attributes"),
                                           std::tuple("style", &one.styles, "styles")}) {
      const YamlNode* map = node.find(key);
      if (map == nullptr) continue;
      for (const YamlEntry& entry : map->entries) {
        into->emplace_back(entry.key, value(entry.value));
        request[asked].push_back(entry.key);
        if (into == &one.styles) rules_.styles.emplace(entry.key, entry.key_position);
      }
    }
    if (const auto width = read_integer(node.find("at"))) request["width"] = *width;
    details_[rules_.acts.size()] = detail(node);
    add(Kind::See, node, found.shown, std::move(request), std::move(one));
  }

  void read_form(const YamlNode& node) {
    const Target found = target(*node.find("form"));
    Json request = {{"ask", "form"}, {"target", found.json}, {"fill", Json::array()}};
    std::string name = found.shown;
    if (const YamlNode* fill = node.find("fill")) {
      for (const YamlNode& item : fill->items) {
        const auto act = step(item);
        if (!act) {
          maker_.mistakes.error(item.position, "a form is filled in here; nothing is looked at");
          continue;
        }
        request["fill"].push_back(Json::parse(act->request));
        name += (&item == fill->items.data() ? ": " : "; ") + act->shown;
      }
    }
    if (node.find("rest") != nullptr) request["rest"] = true;
    PageExpectation one;
    if (const YamlNode* accepts = node.find("accepts")) one.accepts = read_flag(accepts);
    if (const YamlNode* at = node.find("at")) {
      if (one.accepts) {
        maker_.mistakes.error(at->position,
                              "'at' is for forms that are refused; add 'accepts: false'");
      }
      one.at_field = true;
      request["refused"] = target(*at).json;
    }
    add(Kind::Form, node, name, std::move(request), std::move(one));
  }

  void read_expectation(const YamlNode& node) {
    PageExpectation one;
    if (node.find("see") != nullptr) {
      read_see(node);
    } else if (node.find("form") != nullptr) {
      read_form(node);
    } else if (const YamlNode* choice = node.find("choice")) {
      read_count(node.find("options"), one);
      if (const YamlNode* required = node.find("required")) one.required = read_flag(required);
      add(Kind::Choice, node, shown(*choice), {{"ask", "choice"}, {"wanted", wanted(*choice)}},
          std::move(one));
    } else if (const YamlNode* title = node.find("title")) {
      one.text = value(*title);
      details_[rules_.acts.size()] = " " + shown(*title);
      add(Kind::Title, node, "<title>", {{"ask", "title"}}, std::move(one));
    } else if (const YamlNode* keyboard = node.find("keyboard")) {
      const Target found = target(*keyboard);
      add(Kind::Keyboard, node, "Tab: " + found.shown,
          {{"ask", "keyboard"}, {"target", found.json}});
    } else if (node.find("links") != nullptr) {
      add(Kind::Links, node, "<a href>", {{"ask", "links"}});
    } else if (node.find("assets") != nullptr) {
      add(Kind::Assets, node, "src, href", {{"ask", "assets"}});
    } else if (node.find("console") != nullptr) {
      add(Kind::Console, node, "console", {{"ask", "console"}});
    } else if (const YamlNode* widths = node.find("no_scroll_at")) {
      Json list = Json::array();
      std::string name;
      for (const YamlNode& item : widths->items) {
        list.push_back(read_integer(&item).value_or(1'280));
        name += (name.empty() ? "" : ", ") + item.scalar + " px";
      }
      add(Kind::Sideways, node, name, {{"ask", "widths"}, {"widths", std::move(list)}});
    } else if (node.find("media") != nullptr) {
      add(Kind::Media, node, "@media (min-width)", {{"ask", "media"}});
    } else if (const YamlNode* breakpoints = node.find("breakpoints")) {
      one.min = read_integer(breakpoints).value_or(1);
      add(Kind::Breakpoints, node, "@media", {{"ask", "breakpoints"}}, std::move(one));
    } else if (const YamlNode* properties = node.find("properties")) {
      one.min = read_integer(properties).value_or(1);
      add(Kind::Properties, node, "var(--…)", {{"ask", "styles"}}, std::move(one));
    } else if (const YamlNode* layout = node.find("layout")) {
      for (const YamlNode& item : layout->items) one.layouts.push_back(item.scalar);
      const std::string name = "display: " + join(one.layouts, ", ");
      add(Kind::Layout, node, name, {{"ask", "styles"}}, std::move(one));
    } else if (const YamlNode* selector = node.find("selector")) {
      one.text = value(*selector);
      add(Kind::Selector, node, shown(*selector), {{"ask", "styles"}}, std::move(one));
    }
  }

  void read_accessibility(const YamlNode& node) {
    static const std::vector<std::pair<std::string, std::vector<std::string>>> kTags = {
        {"wcag2a", {"wcag2a"}},
        {"wcag2aa", {"wcag2aa"}},
        {"wcag21aa", {"wcag21a", "wcag21aa"}},
        {"wcag22aa", {"wcag22aa"}},
        {"best-practice", {"best-practice"}}};
    std::string standard = read_text(node.find("standard"));
    if (standard.empty()) standard = "wcag21aa";
    Json tags = Json::array();
    for (const auto& [name, own] : kTags) {
      for (const std::string& tag : own) tags.push_back(tag);
      if (name == standard) break;
    }
    PageExpectation one;
    one.min = read_integer(node.find("at_least")).value_or(100);
    add(Kind::Accessibility, node, "axe: " + standard,
        {{"ask", "accessibility"}, {"tags", std::move(tags)}}, std::move(one));
  }

  const CheckMaker& maker_;
  PageRules rules_;
  std::map<std::size_t, std::string> details_;  // of acts, what sets them apart
};

}  // namespace

PageRules read_page_rules(const CheckMaker& maker) {
  return Reader(maker).read();
}

std::string page_request(const PageRules& rules) {
  Json acts = Json::array();
  for (const PageAct& act : rules.acts) acts.push_back(Json::parse(act.request));
  return Json{{"open", rules.open},
              {"width", rules.width},
              {"clock", rules.clock.empty() ? Json() : Json(rules.clock)},
              {"acts", std::move(acts)},
              {"pictures", rules.pictures}}
      .dump();
}

}  // namespace grader::rubrics
