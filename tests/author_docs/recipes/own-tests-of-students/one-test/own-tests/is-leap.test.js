const isLeap = require("./is-leap");

test("of 2024", () => {
  expect(isLeap(2024)).toBe(true);
});
