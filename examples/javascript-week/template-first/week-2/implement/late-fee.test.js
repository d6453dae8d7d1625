const lateFee = require("./late-fee");

describe("lateFee", () => {
  for (const days of [0, 1, 3]) {
    test("costs nothing in the first days", () => {
      expect(lateFee(days)).toBe(0);
    });
  }

  test("costs 20 cents a day after that", () => {
    expect(lateFee(4)).toBe(80);
  });

  test("throws a RangeError below 0", () => {
    expect(() => lateFee(-1)).toThrow(RangeError);
  });
});
