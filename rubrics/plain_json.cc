#include "rubrics/plain_json.h"

#include <nlohmann/json.hpp>

namespace grader::rubrics {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::Sequence: {
      Json list = Json::array();
      for (const YamlNode& item : node.items) list.push_back(json_of(item));
      return list;
    }
    case YamlNode::Kind::Map: {
      Json object = Json::object();
      for (const YamlEntry& entry : node.entries) object[entry.key] = json_of(entry.value);
      return object;
    }
    case YamlNode::Kind::Scalar:
      break;
  }
  if (!node.plain) return node.scalar;
  if (is_null(node)) return nullptr;
  if (const auto flag = as_bool(node)) return *flag;
  if (const auto whole = as_integer(node)) return *whole;
  if (const auto number = as_number(node)) return *number;
  return node.scalar;
}

}  // namespace

std::string to_plain_json(const YamlNode& node) {
  return json_of(node).dump();
}

}  // namespace grader::rubrics
