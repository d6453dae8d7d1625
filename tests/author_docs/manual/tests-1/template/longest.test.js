const longest = require("./longest");
const words = require("./fixtures/words.json");

test("of some words", () => {
  expect(longest(words)).toBe("bread");
});

test("of one word", () => {
  expect(longest(["tea"])).toBe("tea");
});

test("of no words", () => {
  expect(longest([])).toBe("");
});
