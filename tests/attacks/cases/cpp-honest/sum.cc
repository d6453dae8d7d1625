// What all others in C++ are measured by: three of the four tests can pass.
#include "sum.h"

#include <stdexcept>

int sum(int a, int b) {
  const long long all = static_cast<long long>(a) + b;
  if (all > 2'147'483'647) throw std::overflow_error("too large");
  return static_cast<int>(all);
}
