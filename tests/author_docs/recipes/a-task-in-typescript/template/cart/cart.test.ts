import { total } from "./cart";

test("an empty cart costs nothing", () => {
  expect(total([])).toBe(0);
});

test("each line is counted as often as it is bought", () => {
  const lines: { price: number; count: number }[] = [{ price: 3, count: 2 }, { price: 5, count: 1 }];
  expect(total(lines)).toBe(11);
});
