// The table of shapes as JSON Schema, for editors.
#include <nlohmann/json.hpp>

#include "rubrics/language.h"
#include "rubrics/load.h"
#include "rubrics/proofs.h"
#include "rubrics/translation.h"

namespace grader::rubrics {
namespace {

using Json = nlohmann::ordered_json;

class Schema {
 public:
  Json document(const Shape& shape, const char* title) {
    const Json root = object(shape);
    Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
    schema.update(root);
    if (!definitions_.empty()) schema["$defs"] = definitions_;
    return schema;
  }

 private:
  Json of(const Shape& shape) {
    if (shape.definition.empty()) return plain(shape);
    const Json reference = {{"$ref", "#/$defs/" + shape.definition}};
    if (!definitions_.contains(shape.definition)) {
      definitions_[shape.definition] = nullptr;  // keeps its place while it is built
      Json made = plain(shape);
      definitions_[shape.definition] = std::move(made);
    }
    return reference;
  }

  static Json pattern(const char* expression) {
    return {{"type", "string"}, {"pattern", expression}};
  }

  Json plain(const Shape& shape) {
    switch (shape.type) {
      case Type::Id:
        return pattern("^[a-z0-9][a-z0-9-]{0,59}$");
      case Type::RubricId:
        return pattern("^[a-z0-9][a-z0-9-]{0,59}(/[a-z0-9][a-z0-9-]{0,59})*$");
      case Type::Language:
        return pattern("^[a-z]{2,3}(-[A-Za-z0-9-]{2,12})?$");
      case Type::Literal:
        return {{"type", {"string", "number", "boolean"}}, {"maxLength", shape.max}};
      case Type::Integer:
        return {{"type", "integer"}, {"minimum", shape.min}, {"maximum", shape.max}};
      case Type::Points:
        return {{"type", "number"}, {"minimum", 0}, {"maximum", 100'000}};
      case Type::Number:
        return {{"type", "number"}, {"minimum", 0}};
      case Type::Value:
        return Json::object();
      case Type::Boolean:
        return {{"type", "boolean"}};
      case Type::Duration:
        return pattern("^[0-9]+(ms|s|m|h)$");
      case Type::Size:
        return pattern("^[0-9]+(KiB|MiB|GiB)$");
      case Type::Link:
        return pattern("^https://");
      case Type::Choice:
        return {{"enum", shape.choices}};
      case Type::List: {
        Json list = {{"type", "array"}, {"items", of(shape.parts[0])}};
        if (shape.min > 0) list["minItems"] = shape.min;
        return list;
      }
      case Type::Map:
        return {
            {"type", "object"}, {"additionalProperties", of(shape.parts[0])}, {"minProperties", 1}};
      case Type::Object:
        return object(shape);
      case Type::Either: {
        Json parts = Json::array();
        for (const Shape& part : shape.parts) {
          if (!only_later(part)) parts.push_back(of(part));
        }
        return {{"anyOf", parts}};
      }
      default: {
        Json any = {{"type", "string"}, {"minLength", 1}};
        if (shape.max > 0) any["maxLength"] = shape.max;
        return any;
      }
    }
  }

  static bool only_later(const Shape& shape) {
    if (shape.type != Type::Object) return false;
    for (const Field& field : shape.fields) {
      if (field.shape.type != Type::Later) return false;
    }
    return true;
  }

  Json object(const Shape& shape) {
    Json properties = Json::object(), required = Json::array();
    for (const Field& field : shape.fields) {
      if (field.shape.type == Type::Later) continue;
      Json property = of(field.shape);
      std::string about = field.about;
      if (!field.fallback.empty()) about += " (default: " + field.fallback + ")";
      property["description"] = about;
      properties[field.name] = std::move(property);
      if (field.required) required.push_back(field.name);
    }
    Json made = {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
    if (!required.empty()) made["required"] = required;
    Json rules = Json::array();
    for (const KeyRule& rule : shape.rules) add_rule(rule, properties, rules);
    if (!rules.empty()) made["allOf"] = rules;
    return made;
  }

  static void add_rule(const KeyRule& rule, const Json& properties, Json& rules) {
    Json any = Json::array();
    for (const std::string& key : rule.keys) {
      if (properties.contains(key)) any.push_back({{"required", {key}}});
    }
    if (rule.max == 1) {
      if (rule.min == 1) {
        rules.push_back({{"oneOf", any}});
      } else {
        rules.push_back({{"not", {{"required", rule.keys}}}});
      }
    } else if (rule.min == 1) {
      rules.push_back({{"anyOf", any}});
    }
  }

  Json definitions_ = Json::object();
};

}  // namespace

std::string rubric_schema() {
  return Schema().document(rubric_shape(), "A rubric of grader, version 1").dump(2) + "\n";
}

std::string translation_schema() {
  return Schema()
             .document(translation_shape(), "A translation of a rubric of grader, version 1")
             .dump(2) +
         "\n";
}

std::string proofs_schema() {
  return Schema().document(proofs_shape(), "The proofs of a rubric of grader, version 1").dump(2) +
         "\n";
}

}  // namespace grader::rubrics
