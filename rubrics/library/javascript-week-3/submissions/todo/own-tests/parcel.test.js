const sizeOf = require("./parcel");

test("a small parcel", () => {
  expect(sizeOf(1)).toBe("small");
  expect(sizeOf(2)).toBe("small");
});

test("a medium parcel", () => {
  expect(sizeOf(2.1)).toBe("medium");
  expect(sizeOf(10)).toBe("medium");
});

test("a large parcel", () => {
  expect(sizeOf(10.1)).toBe("large");
  expect(sizeOf(30)).toBe("large");
});

test("a parcel that is too heavy", () => {
  expect(sizeOf(30.1)).toBe("too heavy");
});

test("a weight that cannot be", () => {
  expect(() => sizeOf(0)).toThrow(RangeError);
});

test.todo("a very small parcel");
