// A receipt: lines with a price in cents and how many of it.
#pragma once

#include <string>
#include <vector>

struct Line {
  std::string name;
  int cents = 0;
  int count = 1;
};

// The sum of all lines. Throws std::invalid_argument for a count below one.
int total(const std::vector<Line>& lines);

// The price without `percent` of it, rounded to the nearest cent; percent is from 0 to 100.
int discounted(int cents, int percent);
