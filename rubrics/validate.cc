#include "rubrics/validate.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "grader/base/text.h"
#include "grader/base/yaml_trouble.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

bool is_scalar(Type type) {
  return type != Type::List && type != Type::Map && type != Type::Object && type != Type::Either;
}

std::vector<std::string> names_of(const Shape& object) {
  std::vector<std::string> names;
  for (const Field& field : object.fields) names.push_back(field.name);
  return names;
}

// " such as [\"*.js\"]": what stands there, in brackets.
std::string list_example(const YamlNode& node, const Shape& item) {
  if (node.kind != YamlNode::Kind::Scalar || is_null(node)) return "";
  // A number stays one.
  const bool counts =
      item.type == Type::Value || item.type == Type::Integer || item.type == Type::Number;
  if (counts && (as_number(node) || as_bool(node))) {
    return " such as [" + visible(node.scalar, 40) + "]";
  }
  if (is_scalar(item.type)) return " such as [\"" + visible(node.scalar, 40) + "\"]";
  if (item.type != Type::Object) return "";
  const auto needed = std::find_if(item.fields.begin(), item.fields.end(),
                                   [](const Field& field) { return field.required; });
  if (needed == item.fields.end() && item.rules.empty()) return "";
  const std::string& key = needed == item.fields.end() ? item.rules[0].keys[0] : needed->name;
  return " such as [{" + key + ": \"" + visible(node.scalar, 40) + "\"}]";
}

class Validator {
 public:
  explicit Validator(Mistakes& mistakes) : mistakes_(mistakes) {}

  // Whether `node` can be built from.
  bool check(const YamlNode& node, const Shape& shape) {
    const bool usable = check_one(node, shape);
    if (!usable) unusable_.insert(&node);
    return usable;
  }

  Unusable take() { return std::move(unusable_); }

 private:
  bool check_one(const YamlNode& node, const Shape& shape) {
    switch (shape.type) {
      case Type::Object:
        return check_object(node, shape);
      case Type::List:
        return check_list(node, shape);
      case Type::Map:
        return check_map(node, shape);
      case Type::Either:
        return check_either(node, shape);
      case Type::Value:
        look_for_comments(node);
        return true;
      default:
        break;
    }
    if (node.kind != YamlNode::Kind::Scalar) return expected(describe(shape), node);
    const auto mistake = scalar_mistake(node, shape);
    if (mistake) mistakes_.error(node.position, *mistake + comment_hint(node));
    const bool said =
        shape.type == Type::Text || shape.type == Type::Literal || shape.type == Type::Pattern;
    if (!mistake && said) look_for_comments(node);
    return !mistake;
  }

  // "title: #1"
  static std::string comment_hint(const YamlNode& node) {
    if (!node.scalar.empty() || !node.comment) return "";
    return "; a '#' after a space begins a comment: put the text in quotes, as in " +
           in_quotes(node.comment->text);
  }

  // A text that ends where a comment was read, perhaps against all intent.
  void look_for_comments(const YamlNode& node) {
    for (const YamlNode& item : node.items) look_for_comments(item);
    for (const YamlEntry& entry : node.entries) look_for_comments(entry.value);
    if (!node.comment || as_number(node) || as_bool(node) || is_null(node)) return;
    mistakes_.warning(
        node.comment->position,
        "a '#' after a space begins a comment, and the text ends before it; if this belongs to the "
        "text, write " +
            in_quotes(node.scalar + " " + node.comment->text) +
            ", and else put a space after the '#'");
  }

  bool expected(const std::string& what, const YamlNode& node) {
    mistakes_.error(node.position, "expected " + what + ", found " + found_instead(node));
    return false;
  }

  bool check_object(const YamlNode& node, const Shape& shape) {
    if (node.kind == YamlNode::Kind::Scalar && is_null(node) && shape.what == "a rubric") {
      mistakes_.error(node.position,
                      "the file says nothing yet; a rubric begins with 'rubric:', 'version:' and "
                      "'title:', as the first one in docs/guide.md");
      return false;
    }
    if (node.kind != YamlNode::Kind::Map) return expected(shape.what + " as a map", node);
    bool usable = true;
    std::set<std::string> meant;  // by keys that nobody knows; that is said already
    for (const YamlEntry& entry : node.entries) {
      const auto field = std::find_if(shape.fields.begin(), shape.fields.end(),
                                      [&](const Field& f) { return f.name == entry.key; });
      if (field == shape.fields.end()) {
        const std::vector<std::string> names = names_of(shape);
        unknown_key(entry, names, shape.what);
        const std::vector<std::string_view> views(names.begin(), names.end());
        meant.insert(did_you_mean(entry.key, views));
      } else if (field->shape.type == Type::Later) {
        mistakes_.error(entry.key_position,
                        field->shape.what + " is not in this version of grader");
        usable = false;
      } else if (!check(entry.value, field->shape)) {
        usable = false;
      }
    }
    for (const Field& field : shape.fields) {
      if (!field.required || node.find(field.name) != nullptr) continue;
      usable = false;
      if (meant.contains(field.name)) continue;
      mistakes_.error(node.position, shape.what + " needs '" + field.name + "'");
    }
    for (const KeyRule& rule : shape.rules) check_rule(node, shape, rule);
    return usable;
  }

  void check_rule(const YamlNode& node, const Shape& shape, const KeyRule& rule) {
    std::vector<const YamlEntry*> present;
    for (const YamlEntry& entry : node.entries) {
      if (std::find(rule.keys.begin(), rule.keys.end(), entry.key) != rule.keys.end()) {
        present.push_back(&entry);
      }
    }
    const int count = static_cast<int>(present.size());
    if (count < rule.min) {
      // An unknown key was probably meant to be it; that is said already.
      const std::vector<std::string> known = names_of(shape);
      for (const YamlEntry& entry : node.entries) {
        if (std::find(known.begin(), known.end(), entry.key) == known.end()) return;
      }
      mistakes_.error(node.position,
                      shape.what + " needs one of " + enumerated(usable_keys(shape, rule), "or"));
    }
    if (count > rule.max) {
      mistakes_.error(present[1]->key_position, "'" + present[0]->key + "' and '" +
                                                    present[1]->key + "' cannot stand together");
    }
  }

  // Those that this version has.
  static std::vector<std::string> usable_keys(const Shape& shape, const KeyRule& rule) {
    std::vector<std::string> keys = rule.keys;
    std::erase_if(keys, [&](const std::string& key) {
      return std::any_of(shape.fields.begin(), shape.fields.end(), [&](const Field& field) {
        return field.name == key && field.shape.type == Type::Later;
      });
    });
    return keys;
  }

  void unknown_key(const YamlEntry& entry, const std::vector<std::string>& known,
                   const std::string& what) {
    const std::string near = suggestion(entry.key, known);
    std::string message = "unknown key '" + visible(entry.key, 60) + "'";
    if (!near.empty()) {
      message += near;
    } else if (known.size() <= 8) {
      message += "; " + what + " has " + enumerated(known);
    } else {
      message += " in " + what;
    }
    mistakes_.error(entry.key_position, message);
  }

  bool check_list(const YamlNode& node, const Shape& shape) {
    if (node.kind != YamlNode::Kind::Sequence) {
      return expected("a list" + list_example(node, shape.parts[0]), node);
    }
    bool usable = true;
    for (const YamlNode& item : node.items) usable = check(item, shape.parts[0]) && usable;
    if (static_cast<std::int64_t>(node.items.size()) < shape.min) {
      mistakes_.error(node.position, node.items.empty()
                                         ? "an empty list"
                                         : "a list of at least " + std::to_string(shape.min));
      usable = false;
    }
    return usable;
  }

  bool check_map(const YamlNode& node, const Shape& shape) {
    if (node.kind != YamlNode::Kind::Map) {
      return expected("a map such as " + describe(shape), node);
    }
    bool usable = true;
    for (const YamlEntry& entry : node.entries) {
      YamlNode key;  // keys are text, whatever they look like
      key.scalar = entry.key;
      Shape keys = scalar(shape.keys);
      keys.max = 2'000;
      if (const auto mistake = scalar_mistake(key, keys)) {
        mistakes_.error(entry.key_position, *mistake);
        usable = false;
      }
      usable = check(entry.value, shape.parts[0]) && usable;
    }
    if (node.entries.empty()) {
      mistakes_.error(node.position, "an empty map");
      usable = false;
    }
    return usable;
  }

  bool check_either(const YamlNode& node, const Shape& shape) {
    for (const Shape& part : shape.parts) {
      if (!is_meant(node, part)) continue;
      // Of all that this can be the only word: whoever writes another one meant the rest.
      const bool other_word = part.type == Type::Choice && part.choices.size() == 1 &&
                              node.scalar != part.choices.front();
      return other_word ? expected(shape.what, node) : check(node, part);
    }
    std::vector<std::string> keys;
    for (const Shape& part : shape.parts) {
      for (const Field& field : part.fields) {
        if (std::find(keys.begin(), keys.end(), field.name) == keys.end()) {
          keys.push_back(field.name);
        }
      }
    }
    if (node.kind != YamlNode::Kind::Map || keys.empty() || node.entries.empty()) {
      return expected(shape.what, node);
    }
    bool said = false;
    for (const YamlEntry& entry : node.entries) {
      if (std::find(keys.begin(), keys.end(), entry.key) != keys.end()) continue;
      unknown_key(entry, keys, "this");
      said = true;
    }
    if (!said) mistakes_.error(node.position, "expected " + shape.what);
    return false;
  }

  Mistakes& mistakes_;
  Unusable unusable_;
};

}  // namespace

bool is_meant(const YamlNode& node, const Shape& part) {
  switch (node.kind) {
    case YamlNode::Kind::Scalar:
      return is_scalar(part.type);
    case YamlNode::Kind::Sequence:
      return part.type == Type::List;
    case YamlNode::Kind::Map:
      break;
  }
  if (part.type == Type::Map) return true;
  if (part.type != Type::Object) return false;
  return part.tag.empty() || node.find(part.tag) != nullptr;
}

Unusable validate(const YamlNode& root, const Shape& shape, Mistakes& mistakes) {
  Validator validator(mistakes);
  validator.check(root, shape);
  return validator.take();
}

}  // namespace grader::rubrics
