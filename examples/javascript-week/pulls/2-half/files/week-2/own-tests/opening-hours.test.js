const isOpen = require("./opening-hours");

// Write the function and its tests. Make a real test of each of these, then find more.

test("is open on Monday at 10", () => {
  expect(isOpen("Monday", 10)).toBe(true);
});

