const sizeOf = require("./parcel");

test("a small parcel", () => {
  expect(sizeOf(1)).toBe("small");
});

test("a medium parcel", () => {
  expect(sizeOf(5)).toBe("medium");
  expect(sizeOf(10)).toBe("medium");
});

test("a large parcel", () => {
  expect(sizeOf(20)).toBe("large");
});

test("a parcel that is too heavy", () => {
  expect(sizeOf(100)).toBe("too heavy");
});

test.todo("a weight that cannot be");
