const dueDay = require("./loan-days");

describe("dueDay", () => {
  test("stays in the same month", () => {
    expect(dueDay(3, 14)).toBe(17);
  });

  test("knows that the last day of the month is 30", () => {
    expect(dueDay(16, 14)).toBe(30);
  });

  test("goes on with day 1 in the next month", () => {
    expect(dueDay(17, 14)).toBe(1);
  });

  test("goes on in the next month", () => {
    expect(dueDay(28, 7)).toBe(5);
  });
});
