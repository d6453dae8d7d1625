const busiestHour = require("./busiest-hour");

test("finds the hour with most visits", () => {
  expect(busiestHour([10, 11, 11, 17])).toBe(11);
});

test("takes the earlier of two equal hours", () => {
  expect(busiestHour([17, 10, 17, 10])).toBe(10);
});

test("gives back null without visits", () => {
  expect(busiestHour([])).toBeNull();
});

test("leaves the list as it is", () => {
  const visits = [17, 10, 11];
  busiestHour(visits);
  expect(visits).toEqual([17, 10, 11]);
});
