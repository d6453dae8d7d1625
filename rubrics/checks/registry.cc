#include "rubrics/checks/kinds.h"

namespace grader::rubrics {
namespace {

constexpr Kind kKinds[] = {
    {"files", "required, forbidden, changed, counted and size-limited paths", Assurance::Static,
     files_shape, make_files,
     R"(- id: handed-in
  title: The page and its style are there
  files:
    required: [index.html, style.css]
    forbidden: ["**/.DS_Store"]
    count: {"images/*": {min: 3}}
    size: {"images/*": 1MiB}
)"},
    {"text", "RE2 patterns in files, counted; filled-in sections of prose", Assurance::Static,
     text_shape, make_text,
     R"(- id: no-var
  title: Names live where they are needed
  tier: improve
  text:
    in: ["*.js"]
    forbid: [{pattern: '\bvar\s', message: This name can be used in the whole function.}]
  ask: Could this name be declared so that it exists only where it is needed?
)"},
    {"code", "syntax-tree rules, required or forbidden, counted", Assurance::Static, code_shape,
     make_code,
     R"(- id: reads-well
  title: The code says what it does
  tier: improve
  code:
    language: javascript
    forbid:
      - {pattern: 'alert($TEXT)', message: "Where on the page could $TEXT stand?"}
    review: [no-var, loose-equality, commented-out-code]
)"},
    {"lint", "ESLint, Stylelint, html-validate and Prettier with the rubric's rules",
     Assurance::Static, lint_shape, make_lint,
     R"(- id: valid
  title: The page is valid HTML
  points: 2
  lint:
    in: [index.html]
    html: {preset: beginner, rules: {wcag/h37: error}}
  ask: Which element does the checker talk about, and what does it hold?
)"},
    {"git", "commits, messages, authorship, history, pull request metadata", Assurance::Static,
     git_shape, make_git,
     R"(- id: history
  title: The work came in steps
  git:
    commits: {min: 3}
    messages:
      subject: {min: 10, max: 72}
      forbid: [{pattern: '^(?i)(wip|update|fix)$', message: "What changed here?"}]
    forbidden: ["/**/.env"]
)"},
    {"calls", "a table of calls to the student's functions with expected results",
     Assurance::Isolated, calls_shape, make_calls,
     R"(- id: computes
  title: It computes the index
  points: 6
  calls:
    module: bmi.js
    function: calculateBMI
    cases:
      - {args: [70, 1.73], returns: 23.4, within: 0.05}
      - {args: [0, 1.80], throws: RangeError, hidden: true}
  ask: What should the function give back for a weight of zero?
)"},
    {"tests", "a test suite, ours or the student's", Assurance::InProcess, tests_shape, make_tests,
     R"(- id: given
  title: The tests of the exercise work
  points: 4
  tests: {from: template, files: [bmi.test.js]}
  ask: Which example does not work yet?
)"},
    {"program", "stdin, arguments and files in; stdout, exit code and files out",
     Assurance::BlackBox, program_shape, make_program,
     R"(- id: adds
  title: It adds the numbers
  points: 4
  program:
    run: [node, sum.js]
    cases:
      - {args: [1, 2], stdout: "3"}
      - {name: a word, args: [1, two], exit: [1, 2], stderr: {contains: two}}
  ask: What does the program say when one of the arguments is not a number?
)"},
    {"page", "pages in a real browser: elements, style, forms, keyboard, accessibility, pictures",
     Assurance::BlackBox, page_shape, make_page,
     R"(- id: order-form
  title: The order form works
  points: 5
  page:
    open: index.html
    widths: [1280, 375]
    expect:
      - {see: {role: heading, name: {matches: '(?i)order'}}}
      - {see: {label: Name}, has: [required]}
      - form: {css: form}
        fill: [{type: A, into: {label: Name}}]
        accepts: false
        at: {label: Name}
      - no_scroll_at: [375]
    accessibility: {standard: wcag21aa, at_least: 100}
    screenshots: true
  ask: What happens when somebody sends the form with a name of one letter?
)"},
    {"http", "the student's server: a table of requests and expectations", Assurance::BlackBox,
     nullptr, nullptr, ""},
    {"sql", "answers run against seeded databases", Assurance::BlackBox, nullptr, nullptr, ""},
    {"manual", "what only a person can judge", Assurance::Human, manual_shape, make_manual,
     R"(- id: read
  title: A mentor reads the text
  points: 5
  manual:
    prompt: Are the names clear, and is there a question to talk about?
    evidence: [LEARNED.md]
    criteria:
      - {id: names, title: Names say what they hold, points: 3}
      - id: question
        title: There is a question to talk about
        points: 2
        levels: [{title: "No", points: 0}, {title: One, points: 1}, {title: A good one, points: 2}]
)"},
};

}  // namespace

std::span<const Kind> all_kinds() {
  return kKinds;
}

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

}  // namespace grader::rubrics
