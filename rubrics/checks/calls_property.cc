#include "rubrics/checks/calls_property.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace grader::rubrics {
namespace {

using runners::Ask;
using runners::Reply;
using runners::Returned;
using runners::Threw;
using Kind = Property::Kind;

constexpr std::size_t kMaxCandidates = 2'000;

const Value* returned(const Reply* reply) {
  const auto* one = reply == nullptr ? nullptr : std::get_if<Returned>(reply);
  return one == nullptr ? nullptr : &one->value;
}

// How many values are in it; nullopt: it has no length.
std::optional<std::size_t> length_of(const Value& value) {
  switch (value.kind) {
    case Value::Kind::List:
    case Value::Kind::Tuple:
    case Value::Kind::Typed:
    case Value::Kind::Set:
    case Value::Kind::Object:
      return value.items.size();
    case Value::Kind::Map:
      return value.items.size() / 2;
    case Value::Kind::Text:
      return static_cast<std::size_t>(
          std::count_if(value.text.begin(), value.text.end(),
                        [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
    case Value::Kind::Bytes:
      return value.text.size();
    default:
      return std::nullopt;
  }
}

// Numbers by size, texts by their characters.
bool in_order(const Value& a, const Value& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == Value::Kind::Number) return a.number <= b.number;
  if (a.kind == Value::Kind::Text) return a.text <= b.text;
  return false;
}

bool is_sorted(const Value& list, bool ascending) {
  if (list.kind != Value::Kind::List && list.kind != Value::Kind::Tuple) return false;
  for (std::size_t i = 1; i < list.items.size(); ++i) {
    const Value& before = list.items[i - 1];
    const Value& after = list.items[i];
    if (!(ascending ? in_order(before, after) : in_order(after, before))) return false;
  }
  return true;
}

std::vector<Value> items_of(const Value& value) {
  if (value.kind != Value::Kind::Text) return value.items;
  std::vector<Value> characters;
  for (const char c : value.text) characters.push_back(Value::text_of(std::string(1, c)));
  return characters;
}

bool same_items(const Value& given, const Value& value, double within) {
  if (given.kind != value.kind) return false;
  return equals(Value::of(Value::Kind::Set, items_of(given)),
                Value::of(Value::Kind::Set, items_of(value)), within);
}

bool same_as(const Reply& reply, const Reply* reference, double within) {
  if (reference == nullptr) return true;
  if (std::holds_alternative<Threw>(*reference)) return std::holds_alternative<Threw>(reply);
  const Value* expected = returned(reference);
  const Value* value = returned(&reply);
  return expected != nullptr && value != nullptr && equals(*expected, *value, within);
}

bool unchanged(const Ask& ask, const Reply& reply, double within) {
  const auto* one = std::get_if<Returned>(&reply);
  return one != nullptr && one->beside.after && equals(ask.arguments, *one->beside.after, within);
}

const Value& first_argument(const Ask& ask) {
  static const Value kNothing = Value::undefined();
  return ask.arguments.items.empty() ? kNothing : ask.arguments.items.front();
}

}  // namespace

Value arguments_of(const GeneratedCalls& generated, Random& random, std::int64_t run) {
  Value arguments = Value::of(Value::Kind::List);
  const double growth = static_cast<double>(run + 1) / static_cast<double>(generated.runs);
  for (const Generator& one : generated.arguments) {
    arguments.items.push_back(generate(one, random, growth));
  }
  return arguments;
}

std::vector<Value> smaller_arguments(const GeneratedCalls& generated, const Value& arguments) {
  std::vector<Value> candidates;
  for (std::size_t i = 0; i < arguments.items.size() && i < generated.arguments.size(); ++i) {
    for (Value& value : smaller(generated.arguments[i], arguments.items[i])) {
      if (candidates.size() >= kMaxCandidates) return candidates;
      candidates.push_back(arguments);
      candidates.back().items[i] = std::move(value);
    }
  }
  return candidates;
}

std::optional<Ask> further_ask(const Property& property, const Ask& ask, const Reply& reply) {
  if (property.kind == Kind::SameAs) return ask;
  const Value* value = returned(&reply);
  if (value == nullptr) return std::nullopt;
  Ask further = ask;
  further.after = false;
  if (property.kind == Kind::Commutative && ask.arguments.items.size() > 1) {
    std::swap(further.arguments.items[0], further.arguments.items[1]);
    return further;
  }
  if (property.kind == Kind::Idempotent && !ask.arguments.items.empty()) {
    further.arguments.items.front() = *value;
    return further;
  }
  if (property.kind == Kind::RoundTrip) {
    further.name = property.function;
    further.arguments.items = {*value};
    return further;
  }
  return std::nullopt;
}

bool holds(const Property& property, const Ask& ask, const Reply& reply, const Reply* other,
           double within) {
  if (property.kind == Kind::SameAs) return same_as(reply, other, within);
  const Value* value = returned(&reply);
  if (value == nullptr) return false;
  const Value* second = returned(other);
  const Value& given = first_argument(ask);
  switch (property.kind) {
    case Kind::SameAs:
      break;
    case Kind::SameLength:
      return length_of(*value).has_value() && length_of(*value) == length_of(given);
    case Kind::Ascending:
      return is_sorted(*value, true);
    case Kind::Descending:
      return is_sorted(*value, false);
    case Kind::SameItems:
      return same_items(given, *value, within);
    case Kind::Unchanged:
      return unchanged(ask, reply, within);
    case Kind::Idempotent:
    case Kind::Commutative:
      return second != nullptr && equals(*value, *second, within);
    case Kind::RoundTrip:
      return second != nullptr && equals(given, *second, within);
  }
  return false;
}

}  // namespace grader::rubrics
