// What a rubric asks of a page, as plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rubrics/check.h"
#include "rubrics/pattern.h"

namespace grader::rubrics {

// A text that must be the whole, white space apart, or an expression that must be found.
struct PageValue {
  std::string text;  // as written: the text or the expression
  std::optional<Pattern> pattern;
};

struct PageExpectation {
  enum class Kind {
    See,
    Title,
    Keyboard,
    Form,
    Choice,
    Links,
    Assets,
    Console,
    Sideways,
    Media,
    Breakpoints,
    Properties,
    Layout,
    Selector,
    Accessibility,
  };
  Kind kind = Kind::See;
  std::string name;    // what people see
  bool named = false;  // by the rubric, so that a pattern needs not be shown
  // See: so many elements are as asked.
  std::int64_t min = 1;  // of the others that count, too; of Accessibility: percent
  std::optional<std::int64_t> max;
  bool visible = true;
  std::vector<std::string> has;  // attributes
  std::vector<std::pair<std::string, PageValue>> attributes, styles;
  std::optional<PageValue> text;  // of Title and Selector too
  std::optional<PageValue> value;
  bool accepts = true;               // Form
  bool at_field = false;             // Form: a certain field is why it is refused
  bool required = false;             // Choice: the form is not sent without it
  std::vector<std::string> layouts;  // Layout: "grid", "flex"
};

// What happens on the page, in this order.
struct PageAct {
  std::string request;                     // JSON, for harness/page
  std::string shown;                       // of a step: in few words
  std::optional<PageExpectation> expects;  // nullopt: a step
};

struct PageRules {
  std::string open;                // in the submission, or in what was built
  std::optional<std::string> app;  // the folder of an app that is built before
  std::vector<PageAct> acts;
  std::int64_t width = 1'280;
  std::string clock;                   // RFC 3339; empty: the host's
  std::vector<std::int64_t> pictures;  // widths
  bool all_or_nothing = false;
  Position place;                             // of `page` in the rubric
  std::map<std::string, Position> selectors;  // where each stands
  std::map<std::string, Position> styles;
};

PageRules read_page_rules(const struct CheckMaker& maker);

// The request for harness/page: one JSON object.
std::string page_request(const PageRules& rules);

Judgement judge_page(const PageRules& rules, const CheckView& view, const PageEvidence& evidence);

}  // namespace grader::rubrics
