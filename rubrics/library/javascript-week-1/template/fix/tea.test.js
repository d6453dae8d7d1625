const teaPrice = require("./tea");

test("one cup", () => {
  expect(teaPrice(1)).toBe(2);
});

test("three cups", () => {
  expect(teaPrice(3)).toBe(6);
});

test("four cups, just not enough for the lower price", () => {
  expect(teaPrice(4)).toBe(8);
});

test("five cups, with the lower price", () => {
  expect(teaPrice(5)).toBe(9);
});

test("ten cups", () => {
  expect(teaPrice(10)).toBe(19);
});
