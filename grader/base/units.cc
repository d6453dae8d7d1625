#include "grader/base/units.h"

#include <array>
#include <charconv>
#include <limits>
#include <span>

namespace grader {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

// Largest first, so that to_text finds the shortest form.
constexpr std::array<Unit, 4> kDurations{
    {{"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::array<Unit, 4> kSizes{
    {{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"", 1}}};

std::optional<std::int64_t> parse(std::string_view text, std::span<const Unit> units) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  const std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const Unit& unit : units) {
    if (unit.name != name) continue;
    if (number > std::numeric_limits<std::int64_t>::max() / unit.factor) return std::nullopt;
    return number * unit.factor;
  }
  return std::nullopt;
}

std::string print(std::int64_t value, std::span<const Unit> units) {
  for (const Unit& unit : units) {
    if (value != 0 && value % unit.factor == 0) {
      return std::to_string(value / unit.factor) + std::string(unit.name);
    }
  }
  return std::to_string(value) + std::string(units.back().name);
}

}  // namespace

std::optional<std::int64_t> parse_duration_ms(std::string_view text) {
  return parse(text, kDurations);
}
std::optional<std::int64_t> parse_size(std::string_view text) {
  return parse(text, kSizes);
}

std::string duration_to_text(std::int64_t milliseconds) {
  // Nobody reads 90 minutes as 5,400 seconds, but 90 s is what people write.
  if (milliseconds % 60'000 != 0 || milliseconds < 300'000) {
    return print(milliseconds, std::span(kDurations).subspan(2));
  }
  return print(milliseconds, kDurations);
}

std::string size_to_text(std::int64_t bytes) {
  return print(bytes, kSizes);
}

}  // namespace grader
