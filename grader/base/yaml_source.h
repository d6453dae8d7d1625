// The text of a YAML file with a way from byte offsets to lines and columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/yaml.h"

namespace grader {

class YamlSource {
 public:
  explicit YamlSource(std::string_view text);  // outlives this

  std::string_view text() const { return text_; }
  char at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }

  Position position(std::size_t offset) const;
  int lines() const { return static_cast<int>(starts_.size()); }  // at least 1
  // `line`, `number`: 1 to lines().
  std::size_t start(int line) const { return starts_[static_cast<std::size_t>(line) - 1]; }
  std::string_view line(int number) const;  // without its end

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;
};

}  // namespace grader
