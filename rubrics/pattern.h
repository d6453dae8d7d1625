// Regular expressions: RE2 only, so that no expression and no text can make it slow.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace grader::rubrics {

// What is wrong with an expression of an author, in RE2's words; nullopt: nothing.
std::optional<std::string> pattern_mistake(const std::string& expression);

class Pattern {
 public:
  // `expression` has no mistake. '^' and '$' stand for the ends of lines.
  explicit Pattern(const std::string& expression);

  struct Match {
    std::size_t begin = 0;
    std::size_t end = 0;  // exclusive
  };
  // The first match at or after `from`. `text` is valid UTF-8.
  std::optional<Match> find(std::string_view text, std::size_t from) const;
  bool matches_all(std::string_view text) const;

 private:
  std::shared_ptr<const re2::RE2> expression_;
};

// `text` with every sign that means something in an expression escaped.
std::string quoted(std::string_view text);

}  // namespace grader::rubrics
