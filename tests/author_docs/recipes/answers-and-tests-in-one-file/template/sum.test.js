function sum(numbers) {}

test("of two numbers", () => {
  expect(sum([1, 2])).toBe(3);
});

test("of no numbers", () => {
  expect(sum([])).toBe(0);
});

test("of numbers below zero", () => {
  expect(sum([-1, -2])).toBe(-3);
});
