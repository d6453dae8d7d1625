const sizeOf = require("./parcel");

// A test looks like this:
//
// test("a parcel of 1 kilogram is small", () => {
//   expect(sizeOf(1)).toBe("small");
// });
//
// And this is how a test looks at an error:
//
// expect(() => sizeOf(weight)).toThrow(RangeError);

test.todo("a small parcel");
test.todo("a medium parcel");
test.todo("a large parcel");
test.todo("a parcel that is too heavy");
test.todo("a weight that cannot be");
