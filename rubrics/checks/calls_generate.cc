#include "rubrics/checks/calls_generate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace grader::rubrics {
namespace {

using Kind = Generator::Kind;

// What numbers are made smaller towards.
std::int64_t origin_of(const Generator& generator) {
  return std::clamp<std::int64_t>(0, generator.min, generator.max);
}

double rounded(double number, int decimals) {
  const double scale = std::pow(10.0, decimals);
  const double result = std::round(number * scale) / scale;
  return result == 0 ? 0.0 : result;
}

std::int64_t integer(const Generator& generator, Random& random, double growth) {
  // The ends are where mistakes are.
  switch (random.below(12)) {
    case 0:
      return generator.min;
    case 1:
      return generator.max;
    case 2:
      return origin_of(generator);
    default:
      break;
  }
  const std::int64_t origin = origin_of(generator);
  const auto part = [&](std::int64_t room) {
    return static_cast<std::int64_t>(std::ceil(static_cast<double>(room) * growth));
  };
  const std::int64_t low = origin - part(origin - generator.min);
  const std::int64_t high = origin + part(generator.max - origin);
  return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(high - low) + 1));
}

double number(const Generator& generator, Random& random, double growth) {
  const auto whole = static_cast<double>(integer(generator, random, growth));
  if (random.below(4) == 0) return whole;
  const double fraction = static_cast<double>(random.below(1'000'000)) / 1e6;
  return std::clamp(rounded(whole + fraction, generator.decimals),
                    static_cast<double>(generator.min), static_cast<double>(generator.max));
}

std::size_t size(const Generator& generator, Random& random, double growth) {
  const auto room = static_cast<double>(generator.most - generator.least);
  const auto most = static_cast<std::uint64_t>(std::ceil(room * growth));
  return generator.least + random.below(most + 1);
}

std::vector<std::string> characters_of(std::string_view text) {
  std::vector<std::string> characters;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (!continues || characters.empty()) characters.emplace_back();
    characters.back() += c;
  }
  return characters;
}

void add(std::vector<Value>& to, Value value) {
  to.push_back(std::move(value));
}

void smaller_numbers(const Generator& generator, double value, std::vector<Value>& to) {
  const auto origin = static_cast<double>(origin_of(generator));
  if (value == origin) return;
  add(to, Value::number_of(origin));
  const bool whole = std::floor(value) == value;
  if (!whole) add(to, Value::number_of(std::trunc(value)));
  for (double step = std::trunc((value - origin) / 2); step != 0; step = std::trunc(step / 2)) {
    const double next = whole ? value - step : rounded(value - step, generator.decimals);
    if (next != value && next != origin) add(to, Value::number_of(next));
  }
}

// Without its later half, without each quarter, without each one.
template <class Sequence>
std::vector<Sequence> shorter(const Sequence& all, std::size_t least) {
  std::vector<Sequence> result;
  const auto without = [&](std::size_t begin, std::size_t count) {
    if (count == 0 || begin + count > all.size() || all.size() - count < least) return;
    Sequence rest = all;
    const auto first = rest.begin() + static_cast<std::ptrdiff_t>(begin);
    rest.erase(first, first + static_cast<std::ptrdiff_t>(count));
    result.push_back(std::move(rest));
  };
  if (all.size() > least) without(least, all.size() - least);
  for (std::size_t part = all.size() / 2; part > 1; part /= 2) {
    for (std::size_t at = 0; at + part <= all.size(); at += part) without(at, part);
  }
  for (std::size_t i = 0; i < all.size(); ++i) without(i, 1);
  return result;
}

Value text_of(const std::vector<std::string>& characters) {
  std::string text;
  for (const std::string& character : characters) text += character;
  return Value::text_of(std::move(text));
}

void smaller_texts(const Generator& generator, const std::string& text, std::vector<Value>& to) {
  const std::vector<std::string> characters = characters_of(text);
  for (const auto& fewer : shorter(characters, generator.least)) add(to, text_of(fewer));
  for (std::size_t i = 0; i < characters.size(); ++i) {
    if (characters[i] == generator.letters.front()) continue;
    std::vector<std::string> plainer = characters;
    plainer[i] = generator.letters.front();
    add(to, text_of(plainer));
  }
}

// One of the values replaced by a smaller one.
void smaller_inside(const Value& value, const std::vector<const Generator*>& generators,
                    std::vector<Value>& to) {
  for (std::size_t i = 0; i < value.items.size() && i < generators.size(); ++i) {
    for (Value& item : smaller(*generators[i], value.items[i])) {
      Value next = value;
      next.items[i] = std::move(item);
      add(to, std::move(next));
    }
  }
}

}  // namespace

Value generate(const Generator& generator, Random& random, double growth) {
  switch (generator.kind) {
    case Kind::Integer:
      return Value::number_of(static_cast<double>(integer(generator, random, growth)));
    case Kind::Number:
      return Value::number_of(number(generator, random, growth));
    case Kind::Choice:
      return generator.choices[random.below(generator.choices.size())];
    case Kind::Text: {
      std::string text;
      for (std::size_t left = size(generator, random, growth); left > 0; --left) {
        text += generator.letters[random.below(generator.letters.size())];
      }
      return Value::text_of(std::move(text));
    }
    case Kind::List: {
      Value list = Value::of(Value::Kind::List);
      for (std::size_t left = size(generator, random, growth); left > 0; --left) {
        list.items.push_back(generate(generator.of.front(), random, growth));
      }
      return list;
    }
    case Kind::Record: {
      std::vector<Value> fields;
      for (const Generator& field : generator.of) {
        fields.push_back(generate(field, random, growth));
      }
      return Value::object_of(generator.keys, std::move(fields));
    }
  }
  return {};
}

std::vector<Value> smaller(const Generator& generator, const Value& value) {
  std::vector<Value> values;
  switch (generator.kind) {
    case Kind::Integer:
    case Kind::Number:
      smaller_numbers(generator, value.number, values);
      break;
    case Kind::Text:
      smaller_texts(generator, value.text, values);
      break;
    case Kind::Choice:
      for (const Value& choice : generator.choices) {
        if (equals(choice, value)) break;
        values.push_back(choice);
      }
      break;
    case Kind::List:
      for (auto& items : shorter(value.items, generator.least)) {
        values.push_back(Value::of(Value::Kind::List, std::move(items)));
      }
      smaller_inside(value, std::vector(value.items.size(), &generator.of.front()), values);
      break;
    case Kind::Record: {
      std::vector<const Generator*> fields;
      for (const Generator& field : generator.of) fields.push_back(&field);
      smaller_inside(value, fields, values);
      break;
    }
  }
  return values;
}

}  // namespace grader::rubrics
