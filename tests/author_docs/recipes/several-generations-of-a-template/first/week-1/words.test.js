const countWords = require("./words");

test("counts the words of a sentence", () => {
  expect(countWords("good morning")).toBe(2);
});

test("counts one word", () => {
  expect(countWords("morning")).toBe(1);
});

test("counts no word in an empty text", () => {
  expect(countWords("")).toBe(0);
});

test("counts no word in spaces", () => {
  expect(countWords("   ")).toBe(0);
});
