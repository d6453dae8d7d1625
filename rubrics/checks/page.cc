// Pages in a real browser: what is there, what it looks like, what it does.
#include <utility>

#include "rubrics/checks/kinds.h"
#include "rubrics/checks/page_app.h"
#include "rubrics/checks/page_rules.h"

namespace grader::rubrics {
namespace {

constexpr std::int64_t kMaxText = 2'000;

class PageCheck final : public Check {
 public:
  explicit PageCheck(PageRules rules) : rules_(std::move(rules)) {}

  Result<CheckPlan> plan(const CheckView& /*view*/) const override {
    CheckPlan plan;
    plan.page = PagePlan{rules_.open, page_request(rules_), rules_.app};
    return plan;
  }

  Judgement judge(const CheckInput& input) const override {
    if (input.page != nullptr && input.page->unbuilt) {
      return judge_unbuilt(*rules_.app, input.view, *input.page->unbuilt, input.page->limits);
    }
    if (input.page != nullptr) return judge_page(rules_, input.view, *input.page);
    Judgement judgement;
    judgement.assurance = Assurance::BlackBox;
    judgement.status = Status::Error;
    judgement.message = {"browser.not_run", {}, ""};
    return judgement;
  }

  std::vector<Glob> asks_for() const override {
    std::vector<Glob> globs;
    const std::string asked = !rules_.app           ? "/" + rules_.open
                              : rules_.app->empty() ? "/**"
                                                    : "/" + *rules_.app + "/**";
    if (auto glob = Glob::resolve("", asked)) globs.push_back(*std::move(glob));
    return globs;
  }

 private:
  PageRules rules_;
};

Shape words(std::int64_t most = kMaxText) {
  Shape shape = scalar(Type::Literal);
  shape.max = most;
  return shape;
}

Shape object(std::string what, std::string tag, std::vector<Field> fields,
             std::string definition = "") {
  Shape shape = scalar(Type::Object);
  shape.what = std::move(what);
  shape.tag = std::move(tag);
  shape.fields = std::move(fields);
  shape.definition = std::move(definition);
  return shape;
}

Shape value_shape() {
  return either("text, or {matches: pattern}",
                {words(), object("a value", "matches",
                                 {{"matches", scalar(Type::Pattern), "RE2; it is found", "", true}},
                                 "page-value")});
}

Shape target_shape() {
  const Shape value = value_shape();
  return either(
      "{role, name}, {label}, {text} or {css}",
      {object("a target", "role",
              {{"role", words(40), "as assistive technology has it: button, link, ...", "", true},
               {"name", value, "its accessible name", "any", false}},
              "page-target-role"),
       object("a target", "label", {{"label", value, "of a field", "", true}}, "page-target-label"),
       object("a target", "text", {{"text", value, "that it shows", "", true}}, "page-target-text"),
       object("a target", "css", {{"css", words(), "a selector", "", true}}, "page-target-css")});
}

Shape count_shape() {
  Shape count = object("a count", "",
                       {{"min", integer(0, 200), "at least", "", false},
                        {"max", integer(0, 200), "at most", "", false}},
                       "page-count");
  count.rules = {{{"min", "max"}, 1, 2}};
  return either("a number, or {min, max}", {integer(0, 200), std::move(count)});
}

// What `see` has, in steps and in what is expected.
Shape see_shape() {
  const Shape value = value_shape();
  return object(
      "an expectation", "see",
      {{"see", target_shape(), "an element that is like this", "", true},
       {"name", said_text(120), "what people see", "the target", false},
       {"count", count_shape(), "how many are like this", "1 or more", false},
       {"visible", scalar(Type::Boolean), "whether it must be seen", "true", false},
       {"text", value, "what it shows", "", false},
       {"value", value, "what a field holds; of a list what is chosen; 'checked' or 'not checked'",
        "", false},
       {"has", list_of(words(80)), "attributes that are there", "", false},
       {"attributes", map_of(Type::Text, value), "attributes and their values", "", false},
       {"style", map_of(Type::Text, value), "computed styles: colours as rgb(0, 0, 0)", "", false},
       {"at", integer(200, 4'000), "at this width", "the first of 'widths'", false}},
      "page-see");
}

Shape step_shape() {
  const Shape target = target_shape();
  return either(
      "a step",
      {object("a step", "click", {{"click", target, "", "", true}}),
       object("a step", "type",
              {{"type", words(), "text, or what a date or a slider is set to", "", true},
               {"into", target, "the field", "", true}}),
       object("a step", "choose",
              {{"choose", value_shape(), "an option's words or value", "", true},
               {"in", target, "the list", "", true}}),
       object("a step", "check", {{"check", target, "a box or a radio button", "", true}}),
       object("a step", "uncheck", {{"uncheck", target, "a box", "", true}}),
       object("a step", "press",
              {{"press", words(40), "a key: Enter, Tab, Escape, ArrowDown, a", "", true},
               {"on", target, "that has the focus then", "what has it", false}}),
       object("a step", "wait_for", {{"wait_for", target, "at most two seconds", "", true}}),
       object("a step", "wait_gone", {{"wait_gone", target, "at most two seconds", "", true}}),
       see_shape()});
}

Shape expectation_shape() {
  const Field name{"name", said_text(120), "what people see", "", false};
  const Shape count = integer(1, 100);
  return either(
      "an expectation",
      {see_shape(),
       object("an expectation", "title", {{"title", value_shape(), "of the page", "", true}, name}),
       object("an expectation", "keyboard",
              {{"keyboard", target_shape(), "the Tab key reaches each, and shows it", "", true},
               name}),
       object("an expectation", "form",
              {{"form", target_shape(), "a form of the page, opened anew", "", true},
               {"fill", list_of(step_shape()), "what is filled in before it is sent", "", false},
               {"rest", choice({"filled"}), "other empty fields get what they accept", "", false},
               {"accepts", scalar(Type::Boolean), "whether the browser sends it", "true", false},
               {"at", target_shape(), "the field that it is refused for", "", false},
               name}),
       object("an expectation", "choice",
              {{"choice", value_shape(), "a list or radio buttons, by label, legend or name", "",
                true},
               {"options", count_shape(), "how many there are to choose from", "1 or more", false},
               {"required", scalar(Type::Boolean), "nothing is sent without it", "false", false},
               name}),
       object("an expectation", "links",
              {{"links", choice({"work"}), "those to files and places of the submission", "", true},
               name}),
       object("an expectation", "assets",
              {{"assets", choice({"work"}), "pictures, styles, scripts; capitals count", "", true},
               name}),
       object("an expectation", "console",
              {{"console", choice({"clean"}), "no error in it", "", true}, name}),
       object("an expectation", "no_scroll_at",
              {{"no_scroll_at", list_of(integer(200, 4'000)), "widths without scrolling sideways",
                "", true},
               name}),
       object("an expectation", "media",
              {{"media", choice({"min-width"}), "queries about the width only ask for more of it",
                "", true},
               name}),
       object("an expectation", "breakpoints",
              {{"breakpoints", count, "widths at which the layout changes, at least", "", true},
               name}),
       object("an expectation", "properties",
              {{"properties", count, "custom properties that are set and used, at least", "", true},
               name}),
       object("an expectation", "layout",
              {{"layout", list_of(choice({"grid", "flex"})), "each is used", "", true}, name}),
       object("an expectation", "selector",
              {{"selector", value_shape(), "of a rule in the style sheets", "", true}, name})});
}

}  // namespace

Shape page_shape() {
  Shape accessibility =
      object("accessibility", "",
             {{"standard", choice({"wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"}),
               "each with those before it", "wcag21aa", false},
              {"at_least", integer(1, 100), "percent of the rules that apply", "100", false}});
  return object(
      "page", "",
      {{"open", scalar(Type::Path), "the page", "", true},
       {"widths", list_of(integer(200, 4'000)), "of the window; it opens with the first", "[1280]",
        false},
       {"clock", text(25), "what the page takes for now: 2026-03-01 or 2026-03-01T09:00", "now",
        false},
       {"steps", list_of(step_shape()), "what a visitor does first", "", false},
       {"expect", list_of(expectation_shape()), "what must hold then", "", false},
       {"accessibility", std::move(accessibility), "rules of axe-core", "", false},
       {"screenshots", scalar(Type::Boolean), "a picture at each of 'widths'", "false", false},
       {"build", scalar(Type::Path),
        "the folder of an app for Vite or react-scripts; 'open' is a page of what is built", "",
        false}});
}

std::shared_ptr<const Check> make_page(const CheckMaker& maker) {
  return std::make_shared<PageCheck>(read_page_rules(maker));
}

}  // namespace grader::rubrics
