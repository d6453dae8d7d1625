const { bakerySign, pharmacySign, librarySign } = require("./signs");

test("the bakery", () => {
  expect(bakerySign(7)).toBe("The bakery opens at 7:00. Welcome!");
});

test("the pharmacy", () => {
  expect(pharmacySign(9)).toBe("The pharmacy opens at 9:00. Welcome!");
});

test("the library", () => {
  expect(librarySign(10)).toBe("The library opens at 10:00. Welcome!");
});
