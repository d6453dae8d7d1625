const bmi = require("./bmi");

test("of somebody", () => {
  expect(bmi(70, 1.73)).toBe(23.4);
});

test("of nobody", () => {
  expect(bmi(0, 1.73)).toBe(0);
});
