#include "receipt.h"

#include <stdexcept>

int total(const std::vector<Line>& lines) {
  int sum = 0;
  for (const Line& line : lines) {
    if (line.count < 1) throw std::invalid_argument("a count below one");
    sum += line.cents * line.count;
  }
  return sum;
}

int discounted(int cents, int percent) {
  return (cents * (100 - percent)) / 100;
}
