const { sum } = require("./sum");

test("of two numbers", () => {
  expect(sum([1, 2])).toBe(3);
});

test("of three numbers", () => {
  expect(sum([1, 2, 3])).toBe(6);
});
