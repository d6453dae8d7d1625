// Takes the tests into its own code, to show them.
#include <cstdio>

#include "sum_test.cc"

static const int kEarly = (std::puts(kSecret), 0);
static_assert(sizeof(kSecret) == 0, "what do they say?");

int sum(int, int) {
  return 3;
}
