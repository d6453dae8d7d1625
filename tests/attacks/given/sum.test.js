const sum = require("./sum.js");

test("adds", () => {
  expect(sum(1, 2)).toBe(3);
});

test("adds inside", () => {
  expect({ a: sum(2, 2) }).toEqual({ a: 4 });
});

test("can never be true", () => {
  expect(true).toBe(false);
});

test("takes numbers only", () => {
  expect(() => sum("x")).toThrow(RangeError);
});

// Nobody is to read on: MARKER-7f3a
