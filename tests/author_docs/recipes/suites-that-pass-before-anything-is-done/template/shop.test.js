const { red, blue } = require("./shop");

test("counts red", () => {
  expect(red(["red", "blue", "red"])).toBe(2);
});

test("counts blue", () => {
  expect(blue(["red", "blue", "blue", "blue"])).toBe(3);
});
