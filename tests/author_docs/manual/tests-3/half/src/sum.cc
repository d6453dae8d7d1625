#include "sum.h"

int sum(int a, int b) {
  return a < 0 ? 0 : a + b;
}
