const programme = require("./washing");

test("6 kilograms", () => {
  expect(programme(6)).toBe("big");
});

test("exactly 5 kilograms", () => {
  expect(programme(5)).toBe("big");
});

test("exactly 1 kilogram", () => {
  expect(programme(1)).toBe("normal");
});

test("3 kilograms and half a kilogram", () => {
  expect(programme(3)).toBe("normal");
  expect(programme(0.5)).toBe("short");
  expect(programme(7.5)).toBe("big");
});
