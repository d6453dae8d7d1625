const bmi = require("./bmi");

test("of a person", () => {
  expect(bmi(70, 1.73)).toBeCloseTo(23.4, 1);
});

test("of no weight", () => {
  expect(() => bmi(0, 1.8)).toThrow(RangeError);
});
