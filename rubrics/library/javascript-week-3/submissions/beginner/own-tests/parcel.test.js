const sizeOf = require("./parcel");

test("a small parcel", () => {
  sizeOf(1) === "small";
});

test("a medium parcel", () => {
  expect(sizeOf(2)).toBe("medium");
});
