const isOpen = require("./opening-hours");

test("is open on Monday at 10", () => {
  expect(isOpen("Monday", 10)).toBe(true);
});

test("is closed at closing time", () => {
  expect(isOpen("Monday", 18)).toBe(false);
});

test("is closed on Sunday", () => {
  expect(isOpen("Sunday", 12)).toBe(false);
});

test("closes earlier on Saturday", () => {
  expect(isOpen("Saturday", 13)).toBe(true);
  expect(isOpen("Saturday", 14)).toBe(false);
});

test("is closed before 10", () => {
  expect(isOpen("Friday", 9)).toBe(false);
});

test.skip("is closed on holidays", () => {
  expect(isOpen("holiday", 12)).toBe(false);
});
