function sum(numbers) {
  return numbers.reduce((a, b) => a + b, 0);
}

test("of two numbers", () => {
  expect(sum([1, 2])).toBe(3);
});

test("of nothing", () => {
  expect(sum([])).toBe(0);
});

test.skip("of small numbers", () => {
  expect(sum([-1, -2])).toBe(-3);
});

test("of one", () => {
  expect(sum([1])).toBe(1);
});
