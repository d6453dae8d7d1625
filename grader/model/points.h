// Points: integer hundredths, never floating point.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace grader {

struct Points {
  std::int64_t hundredths = 0;

  friend constexpr auto operator<=>(const Points&, const Points&) = default;
  friend constexpr Points operator+(Points a, Points b) { return {a.hundredths + b.hundredths}; }
  friend constexpr Points operator-(Points a, Points b) { return {a.hundredths - b.hundredths}; }
  Points& operator+=(Points other) {
    hundredths += other.hundredths;
    return *this;
  }
};

// The whole times `part` by `of`, rounded down to hundredths; the full whole only when
// part >= of. Requires of > 0, part >= 0.
Points share_of(Points whole, std::int64_t part, std::int64_t of);

// "7", "2.5", "0.25", "-1.5": no trailing zeros.
std::string to_text(Points points);

}  // namespace grader
