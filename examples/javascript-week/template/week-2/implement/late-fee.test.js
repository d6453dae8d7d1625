const lateFee = require("./late-fee");

describe("lateFee", () => {
  for (const days of [0, 1, 3]) {
    test("costs nothing in the first days", () => {
      expect(lateFee(days)).toBe(0);
    });
  }

  for (const [days, cents] of [
    [4, 80],
    [10, 200],
  ]) {
    test("costs 20 cents a day after that", () => {
      expect(lateFee(days)).toBe(cents);
    });
  }

  test("never costs more than 5 euros", () => {
    expect(lateFee(26)).toBe(500);
  });

  test("throws a RangeError below 0", () => {
    expect(() => lateFee(-1)).toThrow(RangeError);
  });

  test.todo("costs half for children");
});
