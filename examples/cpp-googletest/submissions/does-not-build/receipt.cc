#include "receipt.h"

int total(const std::vector<Line>& lines) {
  int sum = 0;
  for (const Line& line : lines) {
    sum += line.price * line.count;
  }
  return sum;
}

int discounted(int cents, int percent) {
  return cents * (100 - percent) / 100;
}
