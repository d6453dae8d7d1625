// A sentence as data: an id of the message catalogue with parameters. The text is filled in by
// grader/report, so that a stored report renders in any language later.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>

namespace grader {

using MessageParam = std::variant<std::string, std::int64_t>;

struct Message {
  std::string id;  // "tests.some_fail"; empty: no message
  std::map<std::string, MessageParam> params;
  std::string text;  // empty until the report layer fills it in

  bool empty() const { return id.empty(); }
};

}  // namespace grader
