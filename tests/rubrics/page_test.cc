// The kind `page`: what is asked of the browser, and what comes of what it saw. The browser itself:
// tests/pages.
#include <gtest/gtest.h>

#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using testing::MemoryTree;

const MemoryTree& submission() {
  static const MemoryTree tree = memory_tree({{"week-2/index.html", "<p>x"}});
  return tree;
}

CheckInput input() {
  CheckInput input;
  input.view = {&submission(), nullptr, "week-2", ""};
  return input;
}

std::string judged(const std::string& settings, const runners::PageSeen& seen) {
  const PageEvidence evidence{seen, {}};
  CheckInput with = input();
  with.page = &evidence;
  const auto check = check_of("page: {open: index.html, " + settings + "}");
  if (check == nullptr) return "";
  const Judgement judgement = check->judge(with);
  EXPECT_EQ(judgement.assurance, Assurance::BlackBox);
  return told(judgement);
}

runners::PageSeen saw(const std::map<std::size_t, std::string>& acts) {
  runners::PageSeen seen;
  seen.end = runners::PageEnd::Done;
  seen.acts = acts;
  return seen;
}

runners::PageSeen ended(runners::PageEnd end, Cause cause = Cause::None) {
  runners::PageSeen seen;
  seen.end = end;
  seen.cause = cause;
  return seen;
}

TEST(Page, AsksTheBrowserInItsOwnWords) {
  const auto check = check_of(
      "page: {open: index.html, widths: [800, 375], screenshots: true, clock: 2026-03-01,"
      " steps: [{type: 'Ada', into: {label: Name}}, {press: Enter}],"
      " expect: [{see: {role: button, name: {matches: '(?i)^send'}}, style: {color: red}}],"
      " accessibility: {standard: wcag2aa}}");
  ASSERT_NE(check, nullptr);
  const Result<CheckPlan> plan = check->plan(input().view);
  ASSERT_TRUE(plan && plan->page);
  EXPECT_EQ(plan->page->open, "week-2/index.html");
  EXPECT_EQ(
      plan->page->request,
      R"({"acts":[{"do":"type","target":{"label":{"text":"Name"}},"text":"Ada"},)"
      R"({"do":"press","key":"Enter"},)"
      R"({"ask":"see","attributes":[],"styles":["color"],)"
      R"("target":{"name":{"flags":"i","matches":"^send"},"role":"button"}},)"
      R"({"ask":"accessibility","tags":["wcag2a","wcag2aa"]}],)"
      R"("clock":"2026-03-01T12:00:00Z","open":"week-2/index.html","pictures":[800,375],"width":800})");
}

TEST(Page, ReadsChoicesAndTheRestOfAForm) {
  const auto check = check_of(
      "page: {open: index.html, expect: [{choice: {matches: '(?i)size'}, options: {min: 2}, "
      "required: true},"
      " {form: {css: form}, rest: filled}]}");
  ASSERT_NE(check, nullptr);
  const Result<CheckPlan> plan = check->plan(input().view);
  ASSERT_TRUE(plan && plan->page);
  EXPECT_EQ(plan->page->request,
            R"({"acts":[{"ask":"choice","wanted":{"flags":"i","matches":"size"}},)"
            R"({"ask":"form","fill":[],"rest":true,"target":{"css":"form"}}],)"
            R"("clock":null,"open":"week-2/index.html","pictures":[],"width":1280})");
}

TEST(Page, WithoutALookItIsAnError) {
  const auto check = check_of("page: {open: index.html, expect: [{title: x}]}");
  EXPECT_EQ(told(check->judge(input())), "error: browser.not_run\n");
}

TEST(Page, ExpectationsOfOneElementAreToldApart) {
  const PageEvidence evidence{saw({}), {}};
  CheckInput with = input();
  with.page = &evidence;
  const auto check = check_of(
      "page: {open: index.html, expect: [{see: {css: h1}, text: Tea shop}, {see: {css: h1}, "
      "style: {color: red, margin: 0px}}, {see: {css: h1}, count: 1, at: 375}, {see: {css: h1}, "
      "count: {min: 1, max: 2}}, {see: {css: h1}, name: The heading is short}, "
      "{see: {css: p}, count: 0}, {see: {label: Cups}, has: [required]}, {see: {label: Cups}, "
      "attributes: {min: '1'}, value: '2'}, {title: Tea}, {title: {matches: shop$}}]}");
  ASSERT_NE(check, nullptr);
  std::vector<std::string> names;
  for (const CaseResult& one : check->judge(with).cases) names.push_back(one.name);
  EXPECT_EQ(names, (std::vector<std::string>{
                       "h1 \"Tea shop\"", "h1 { color; margin }", "h1 × 1, 375 px", "h1 × ≥ 1, ≤ 2",
                       "The heading is short", "p", "label \"Cups\"[required]",
                       "label \"Cups\" = \"2\"[min]", "<title> \"Tea\"", "<title> /shop$/"}));
}

TEST(Page, AnAnswerThatIsMissingIsNotPassed) {
  EXPECT_EQ(judged("expect: [{title: x}, {title: y}]", saw({{0, R"({"seen":{"title":"x"}})"}})),
            "partial 1/2 (crashed): browser.some_hold count=2 passed=1\n"
            "  pass case-1 browser.holds\n"
            "  fail case-2 (crashed) browser.not_reached\n");
}

// Whatever stands in an answer, it earns nothing that it does not say.
TEST(Page, AnswersOfAnotherShapeEarnNothing) {
  const std::string settings =
      "expect: [{see: {css: p}, text: x}, {keyboard: {css: p}}, {form: {css: form}},"
      " {no_scroll_at: [320]}, {media: min-width}, {breakpoints: 1}, {properties: 1},"
      " {layout: [grid]}, {selector: p}, {see: {css: p}, count: 0}, {links: work}, {assets: work},"
      " {console: clean}, {choice: Size}], accessibility: {}";
  for (const char* answer : {"", "null", "[]", "{}", R"({"seen":null})", R"({"seen":[1]})",
                             R"({"seen":{"seen":{},"count":"9","stops":3,"form":7,"widths":[]}})",
                             R"({"seen":{"choice":"there","count":"3","options":0,"apart":1}})",
                             R"({"seen":{"seen":"x","holds":"many","layouts":[],"broken":0}})"}) {
    std::map<std::size_t, std::string> acts;
    for (std::size_t i = 0; i < 15; ++i) acts[i] = answer;
    const std::string said = judged(settings, saw(acts));
    EXPECT_EQ(said.substr(0, said.find(':')), "fail (wrong_result)") << answer << "\n" << said;
  }
}

TEST(Page, AStepThatCannotBeDoneEndsTheLook) {
  EXPECT_EQ(judged("steps: [{click: {role: button, name: More}}], expect: [{title: x}, {title: y}]",
                   saw({{0, R"({"done":false,"why":"covered"})"}})),
            "fail (missing_result): browser.none_holds\n"
            "  fail case-1 (missing_result) browser.step_failed step=click: button \"More\" "
            "what=covered\n"
            "  fail case-2 (missing_result) browser.not_reached\n"
            "  fail case-3 (missing_result) browser.not_reached\n");
}

TEST(Page, WhatNoBrowserKnowsIsTheRubrics) {
  const PageEvidence evidence{
      saw({{0, R"({"act":0,"wrong":[{"kind":"css","text":"#sum["},)"
               R"({"kind":"style","text":"colour","near":", did you mean 'color'?"}]})"}}),
      {}};
  CheckInput with = input();
  with.page = &evidence;
  const Judgement judgement =
      check_of("page: {open: index.html, expect: [{see: {css: '#sum['}, style: {colour: red}}]}")
          ->judge(with);
  EXPECT_EQ(told(judgement), "error: browser.not_run\n");
  ASSERT_EQ(judgement.mistakes.size(), 2U);
  EXPECT_EQ(judgement.mistakes[0].message, "'#sum[' is not a selector of CSS");
  EXPECT_EQ(judgement.mistakes[0].place.column, 55);
  EXPECT_EQ(judgement.mistakes[1].message,
            "'colour' is not a property of CSS, did you mean 'color'?");
  EXPECT_EQ(judgement.mistakes[1].place.column, 73);
}

std::string mistake_in(const std::string& target) {
  const LoadedRubric loaded =
      load_rubric_text(rubric_with("      - id: one\n        title: One\n        points: 4\n"
                                   "        page: {open: index.html, expect: [{see: " +
                                   target + "}]}\n"),
                       "rubric.yaml");
  return loaded.diagnostics.empty() ? "" : loaded.diagnostics.front().message;
}

TEST(Page, RolesAreThoseOfAssistiveTechnology) {
  EXPECT_EQ(mistake_in("{role: banner}"), "");
  EXPECT_EQ(mistake_in("{role: hedding}"), "no role is called 'hedding', did you mean 'heading'?");
  EXPECT_EQ(mistake_in("{role: header}"),
            "no role is called 'header'; <header> has the role 'banner'");
  EXPECT_EQ(mistake_in("{role: something}"), "no role is called 'something'");
}

TEST(Page, HowALookCanEnd) {
  const std::string one = "expect: [{title: x}]";
  EXPECT_EQ(judged(one, ended(runners::PageEnd::NotThere)),
            "fail (missing_result): browser.no_file path=week-2/index.html\n");
  runners::PageSeen closed = ended(runners::PageEnd::Late);
  EXPECT_EQ(judged(one, closed), "fail (timeout_wall): browser.late seconds=20\n");
  closed.opened = false;
  EXPECT_EQ(judged(one, closed), "fail (timeout_wall): browser.late_to_open seconds=20\n");
  EXPECT_EQ(judged(one, ended(runners::PageEnd::Crashed)), "fail (crashed): browser.crashed\n");
  EXPECT_EQ(judged(one, ended(runners::PageEnd::Lost)), "fail (crashed): browser.lost\n");
  EXPECT_EQ(judged(one, ended(runners::PageEnd::Late, Cause::MemoryLimit)),
            "fail (memory_limit): limits.memory megabytes=512\n");
  EXPECT_EQ(judged(one, ended(runners::PageEnd::Late, Cause::ExitedEarly)),
            "fail (crashed): browser.crashed\n");
}

std::string unbuilt(const runners::AppBuilt& built, const std::string& folder = ".") {
  const MemoryTree tree =
      memory_tree({{"week-2/package.json", R"({"dependencies": {"dayjs": "^1"}})"},
                   {"week-2/src/App.js", "a\nb\n"}});
  PageEvidence evidence{{}, {}, built};
  CheckInput with;
  with.view = {&tree, nullptr, "week-2", ""};
  with.page = &evidence;
  return told(check_of("page: {build: " + folder + ", open: index.html}")->judge(with));
}

TEST(Page, HowABuildCanEnd) {
  runners::AppBuilt built;
  built.file = "week-2/src/App.js";
  built.line = 2;
  built.said = "Unexpected }";
  EXPECT_EQ(unbuilt(built),
            "fail (not_loadable): browser.app_not_built\n"
            "  build week-2/src/App.js:2:0 browser.app_stops original=Unexpected }\n");
  built.said = "";
  built.missing_file = "./Bread";
  EXPECT_EQ(unbuilt(built),
            "fail (not_loadable): browser.app_not_built\n"
            "  build week-2/src/App.js:2:0 browser.app_lacks_file path=./Bread\n");
  built.missing_file = "";
  built.missing_package = "moment";
  EXPECT_EQ(unbuilt(built),
            "fail (missing_package): browser.app_not_built\n"
            "  build week-2/src/App.js:2:0 browser.app_lacks_package package=moment\n");
  built.missing_package = "dayjs";
  EXPECT_EQ(unbuilt(built),
            "needs_review (missing_package): browser.app_lacks_here package=dayjs\n");
  EXPECT_EQ(unbuilt(built, "web"),
            "fail (missing_package): browser.app_not_built\n"
            "  build week-2/src/App.js:2:0 browser.app_lacks_package package=dayjs\n");
  runners::AppBuilt nothing;
  nothing.refused = "entry";
  EXPECT_EQ(unbuilt(nothing, "web"),
            "fail (missing_result): browser.app_not_there path=week-2/web/src/index.js\n");
  nothing.refused = "page";
  EXPECT_EQ(unbuilt(nothing),
            "fail (missing_result): browser.app_not_there path=week-2/index.html\n");
  nothing.refused = "";
  nothing.cause = Cause::MemoryLimit;
  EXPECT_EQ(unbuilt(nothing), "fail (memory_limit): limits.memory megabytes=512\n");
  nothing.cause = Cause::Crashed;
  EXPECT_EQ(unbuilt(nothing), "fail (crashed): browser.app_not_built\n");
}

TEST(Page, AnErrorInTheConsoleIsToldWhereItWasWritten) {
  const MemoryTree tree = memory_tree({{"week-2/src/App.js", "a\nb\n"}});
  const auto judged_at = [&](const std::string& place) {
    const PageEvidence evidence{
        saw({{0, R"({"seen":{"errors":[{"text":"x is not defined")" + place + "}]}}"}}), {}};
    CheckInput with;
    with.view = {&tree, nullptr, "week-2", ""};
    with.page = &evidence;
    return check_of("page: {build: ., open: index.html, expect: [{console: clean}]}")
        ->judge(with)
        .findings.front();
  };
  const Finding known = judged_at(R"(,"file":"week-2/src/App.js","line":2)");
  EXPECT_EQ(known.path + ":" + std::to_string(known.line), "week-2/src/App.js:2");
  ASSERT_TRUE(known.excerpt);
  for (const char* place :
       {R"(,"file":"week-2/src/Other.js","line":2)", R"(,"file":"week-2/src/App.js","line":-1)",
        R"(,"file":"week-2/src/App.js","line":3)", R"(,"file":"week-2/src/App.js","line":1e30)",
        R"(,"file":3)", ""}) {
    const Finding other = judged_at(place);
    EXPECT_EQ(other.path + ":" + std::to_string(other.line), "index.html:0") << place;
    EXPECT_FALSE(other.excerpt);
  }
}

TEST(Page, WhatIsInTheInternetIsToldAndCostsNothing) {
  runners::PageSeen seen = saw({{0, R"({"seen":{"title":"x"}})"}});
  seen.refused = {"fonts.example.org"};
  EXPECT_EQ(judged("expect: [{title: x}]", seen),
            "pass: browser.all_hold\n  pass case-1 browser.holds\n"
            "  skipped internet browser.no_internet\n");
}

TEST(Page, NothingAskedIsThatItOpens) {
  EXPECT_EQ(judged("screenshots: true", saw({})), "pass: browser.opens\n");
  EXPECT_EQ(judged("screenshots: true", ended(runners::PageEnd::Late)),
            "fail (timeout_wall): browser.late seconds=20\n");
}

std::string mistake_of(const std::string& settings) {
  const LoadedRubric loaded = load_rubric_text(
      rubric_with("      - id: one\n        title: One\n        points: 4\n        page: {open: "
                  "index.html, " +
                  settings + "}\n"),
      "rubric.yaml");
  return loaded.diagnostics.empty() ? "" : loaded.diagnostics.front().message;
}

TEST(Page, MistakesOfTheAuthor) {
  EXPECT_EQ(mistake_of("clock: tomorrow, expect: [{title: x}]"),
            "expected a time such as 2026-03-01 or 2026-03-01T09:00");
  EXPECT_EQ(mistake_of("expect: [{see: {role: button, name: {matches: '\\Asend'}}}]"),
            "elements are found by plainer patterns: no \\A, \\z, \\Q, [[:...:]], (?P<...>), and "
            "flags such as (?i) only at the beginning");
  EXPECT_EQ(mistake_of("expect: [{form: {css: form}, at: {label: Name}}]"),
            "'at' is for forms that are refused; add 'accepts: false'");
  EXPECT_EQ(mistake_of("expect: [{form: {css: form}, fill: [{see: {css: p}}]}]"),
            "a form is filled in here; nothing is looked at");
  EXPECT_EQ(mistake_of("build: [vite], expect: [{title: x}]"), "expected path, found a list");
  std::string many;
  for (int i = 0; i < 101; ++i) many += std::string(i > 0 ? ", " : "") + "{title: x}";
  EXPECT_EQ(mistake_of("expect: [" + many + "]"),
            "more than 100 steps and expectations in one check");
}

}  // namespace
}  // namespace grader::rubrics
