// The absolute values.
int sum(int a, int b) {
  return (a < 0 ? -a : a) + (b < 0 ? -b : b);
}
