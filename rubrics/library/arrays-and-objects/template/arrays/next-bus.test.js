const nextBus = require("./next-bus");

const times = ["07:45", "08:05", "08:25", "10:05"];

test("a bus in the middle of the list", () => {
  expect(nextBus(times, "08:20")).toBe("08:25");
});

test("the first bus", () => {
  expect(nextBus(times, "06:30")).toBe("07:45");
});

test("the last bus", () => {
  expect(nextBus(times, "09:59")).toBe("10:05");
});

test("a bus that leaves now", () => {
  expect(nextBus(times, "08:05")).toBe("08:05");
});

test("no bus is left", () => {
  expect(nextBus(times, "22:00")).toBe(null);
});

test("no bus at all", () => {
  expect(nextBus([], "08:00")).toBe(null);
});
