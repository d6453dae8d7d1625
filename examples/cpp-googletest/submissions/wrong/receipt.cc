#include "receipt.h"

int total(const std::vector<Line>& lines) {
  int sum = lines.at(0).cents;
  for (const Line& line : lines) {
    sum += line.cents;
  }
  return sum - lines[0].cents;
}

int discounted(int cents, int percent) {
  return cents - cents * percent / 100;
}
