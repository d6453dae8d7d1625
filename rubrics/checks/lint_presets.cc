#include "rubrics/checks/lint_presets.h"

namespace grader::rubrics {
namespace {

constexpr std::string_view kEslint = R"({
  "array-callback-return": "error",
  "eqeqeq": ["error", "always", {"null": "ignore"}],
  "getter-return": "error",
  "no-class-assign": "error",
  "no-compare-neg-zero": "error",
  "no-cond-assign": "error",
  "no-const-assign": "error",
  "no-constant-condition": ["error", {"checkLoops": false}],
  "no-debugger": "error",
  "no-dupe-args": "error",
  "no-dupe-class-members": "error",
  "no-dupe-else-if": "error",
  "no-dupe-keys": "error",
  "no-duplicate-case": "error",
  "no-empty": "error",
  "no-fallthrough": "error",
  "no-func-assign": "error",
  "no-import-assign": "error",
  "no-loss-of-precision": "error",
  "no-redeclare": ["error", {"builtinGlobals": false}],
  "no-self-assign": "error",
  "no-self-compare": "error",
  "no-sparse-arrays": "error",
  "no-unreachable": "error",
  "no-unsafe-negation": "error",
  "no-unused-vars": ["error", {"vars": "local", "args": "none", "caughtErrors": "none", "ignoreRestSiblings": true}],
  "no-useless-catch": "error",
  "no-var": "error",
  "use-isnan": "error",
  "valid-typeof": "error"
})";

constexpr std::string_view kStylelint = R"({
  "block-no-empty": true,
  "color-no-invalid-hex": true,
  "custom-property-no-missing-var-function": true,
  "declaration-block-no-duplicate-properties": [true, {"ignore": ["consecutive-duplicates-with-different-values"]}],
  "declaration-block-no-shorthand-property-overrides": true,
  "font-family-no-duplicate-names": true,
  "function-linear-gradient-no-nonstandard-direction": true,
  "keyframe-block-no-duplicate-selectors": true,
  "media-feature-name-no-unknown": true,
  "named-grid-areas-no-invalid": true,
  "no-duplicate-selectors": true,
  "no-invalid-double-slash-comments": true,
  "property-no-unknown": true,
  "selector-pseudo-class-no-unknown": true,
  "selector-pseudo-element-no-unknown": true,
  "selector-type-no-unknown": [true, {"ignore": ["custom-elements"]}],
  "string-no-newline": true,
  "unit-no-unknown": true
})";

constexpr std::string_view kHtml = R"({
  "aria-label-misuse": "error",
  "attribute-allowed-values": "error",
  "attribute-misuse": "error",
  "close-order": "error",
  "deprecated": "error",
  "element-permitted-content": "error",
  "element-permitted-occurrences": "error",
  "element-permitted-order": "error",
  "element-permitted-parent": "error",
  "element-required-ancestor": "error",
  "element-required-attributes": "error",
  "element-required-content": "error",
  "empty-heading": "error",
  "empty-title": "error",
  "heading-level": ["error", {"allowMultipleH1": true, "minInitialRank": "any"}],
  "input-attributes": "error",
  "input-missing-label": "error",
  "missing-doctype": "error",
  "multiple-labeled-controls": "error",
  "no-dup-attr": "error",
  "no-dup-id": "error",
  "no-implicit-close": "error",
  "no-unknown-elements": "error",
  "void-content": "error",
  "wcag/h30": "error",
  "wcag/h32": "error",
  "wcag/h36": "error",
  "wcag/h37": "error",
  "wcag/h67": "error",
  "wcag/h71": "error"
})";

}  // namespace

std::string_view beginner_rules(std::string_view tool) {
  if (tool == "eslint") return kEslint;
  return tool == "stylelint" ? kStylelint : kHtml;
}

}  // namespace grader::rubrics
