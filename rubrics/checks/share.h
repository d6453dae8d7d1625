// What the kinds share in their judgements.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rubrics/check.h"

namespace grader::rubrics {

inline constexpr std::size_t kMaxFindings = 100;

// Pass where all of `of` passed; else Partial with passed / of, or Fail where nothing passed or
// `all_or_nothing`.
void set_share(Judgement& judgement, std::int64_t passed, std::int64_t of, bool all_or_nothing);

// Two lines before and after, each at most 500 bytes.
Excerpt excerpt_at(std::string_view text, int line);

// The same of a file of the submission; nullopt: there is no such line.
std::optional<Excerpt> excerpt_in(const CheckView& view, const std::string& path,
                                  std::int64_t line);

// Nothing is there by a name like this: how it should end where that is all, else `otherwise`.
Message no_file_like(const Glob& glob, const char* otherwise);

// Fail: none of the files that the rubric names by `in` is there.
void set_no_files(Judgement& judgement, const std::vector<Glob>& in);

// What is said where `count` is not at least `min` and at most `max`: the author's words, where
// there are any. nullopt: it is.
std::optional<Message> wrong_count(std::int64_t count, std::int64_t min, std::int64_t max,
                                   const std::string& author_says);

Finding& add_finding(Judgement& judgement, std::string rule, std::string path, Message message);

}  // namespace grader::rubrics
