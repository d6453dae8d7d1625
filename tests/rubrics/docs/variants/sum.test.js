const { sum } = require("./sum");

test("of two numbers", () => {
  expect(sum([1, 2])).toBe(3);
});

test("of nothing", () => {
  expect(sum([])).toBe(0);
});
