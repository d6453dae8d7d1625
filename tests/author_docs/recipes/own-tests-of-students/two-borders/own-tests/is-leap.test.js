const isLeap = require("./is-leap");

test("of 2024", () => {
  expect(isLeap(2024)).toBe(true);
});

test("of 2023", () => {
  expect(isLeap(2023)).toBe(false);
});

test("of 1900", () => {
  expect(isLeap(1900)).toBe(false);
});

test("of 2024 again", () => {
  expect(isLeap(2024)).toBe(true);
});
