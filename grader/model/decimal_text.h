// Decimal numbers as text: exact, as people write money. "1.10", "-3", "2.5E+3", "NaN", "Infinity".
#pragma once

#include <string>
#include <string_view>

namespace grader {

// At most 1,000 characters, exponents up to 6 digits.
bool is_decimal(std::string_view text);

// The same text for the same number: 1.10 and 1.1, 100 and 1E+2, 0 and -0.
std::string comparable_decimal(std::string_view text);

// The nearest double.
double number_of_decimal(std::string_view text);

}  // namespace grader
