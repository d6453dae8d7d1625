// What the browser's answers mean. They come from a jail: anything may stand in them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rubrics/checks/page_rules.h"

namespace grader::rubrics {

inline constexpr std::size_t kMaxPageQuote = 300;  // characters

// What is wrong with one case.
struct PageMistake {
  Message message;
  std::optional<std::string> expected = {}, actual = {};
};

// nullopt: it is as expected. What belongs to places goes to the findings of `judgement`.
std::optional<PageMistake> mistake_in(const std::string& answer, const PageExpectation& expected,
                                      const PageRules& rules, const CheckView& view,
                                      Judgement& judgement);

// Why a step could not be done; nullopt: it was.
std::optional<std::string> undone(const std::string& answer);

// Words of the rubric that the browser does not know.
std::vector<RubricMistake> unknown_words(const std::string& answer, const PageRules& rules);

}  // namespace grader::rubrics
