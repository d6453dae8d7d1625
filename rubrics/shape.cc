#include "rubrics/shape.h"

#include <utility>

namespace grader::rubrics {
namespace {

std::string plural(const std::string& words) {
  return words.substr(0, words.find(' ')) == "list" ? "lists" : words + "s";
}

}  // namespace

Shape text(std::int64_t max_characters) {
  Shape shape;
  shape.max = max_characters;
  return shape;
}

Shape said_text(std::int64_t max_characters) {
  Shape shape = text(max_characters);
  shape.said = true;
  return shape;
}

Shape scalar(Type type) {
  Shape shape;
  shape.type = type;
  return shape;
}

Shape integer(std::int64_t min, std::int64_t max) {
  Shape shape = scalar(Type::Integer);
  shape.min = min;
  shape.max = max;
  return shape;
}

Shape choice(std::vector<std::string> choices) {
  Shape shape = scalar(Type::Choice);
  shape.choices = std::move(choices);
  return shape;
}

Shape list_of(Shape item, std::int64_t min_items) {
  Shape shape = scalar(Type::List);
  shape.min = min_items;
  shape.parts.push_back(std::move(item));
  return shape;
}

Shape map_of(Type keys, Shape value) {
  Shape shape = scalar(Type::Map);
  shape.keys = keys;
  shape.parts.push_back(std::move(value));
  return shape;
}

Shape either(std::string what, std::vector<Shape> parts) {
  Shape shape = scalar(Type::Either);
  shape.what = std::move(what);
  shape.parts = std::move(parts);
  return shape;
}

Shape later(std::string what) {
  Shape shape = scalar(Type::Later);
  shape.what = std::move(what);
  return shape;
}

std::string describe(const Shape& shape) {
  switch (shape.type) {
    case Type::Text:
    case Type::Literal:
      return "text";
    case Type::Id:
    case Type::RubricId:
      return "id";
    case Type::Language:
      return "language";
    case Type::Integer:
      return "number";
    case Type::Points:
      return "points";
    case Type::Boolean:
      return "true or false";
    case Type::Number:
      return "number";
    case Type::Value:
      return "value";
    case Type::Duration:
      return "time";
    case Type::Size:
      return "size";
    case Type::Path:
      return "path";
    case Type::Glob:
      return "glob";
    case Type::Pattern:
      return "pattern";
    case Type::Link:
      return "link";
    case Type::List:
      return "list of " + plural(describe(shape.parts[0]));
    case Type::Map:
      return "{" + describe(scalar(shape.keys)) + ": " + describe(shape.parts[0]) + "}";
    case Type::Later:
      return "not in this version";
    case Type::Choice: {
      std::string words;
      for (std::size_t i = 0; i < shape.choices.size(); ++i) {
        if (i > 0) words += i + 1 == shape.choices.size() ? " or " : ", ";
        words += shape.choices[i];
      }
      return words;
    }
    case Type::Object: {
      std::string words = "{";
      for (const Field& field : shape.fields) {
        if (words.size() > 1) words += ", ";
        words += field.name;
      }
      return words + "}";
    }
    case Type::Either: {
      std::string words;
      for (const Shape& part : shape.parts) {
        if (!words.empty()) words += " | ";
        words += describe(part);
      }
      return words;
    }
  }
  return "";
}

}  // namespace grader::rubrics
