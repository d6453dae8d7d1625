const { test } = require("node:test");
const assert = require("node:assert");
const countWords = require("./words");

test("counts the words of a sentence", () => {
  assert.strictEqual(countWords("good morning"), 2);
});

test("counts one word", () => {
  assert.strictEqual(countWords("morning"), 1);
});

test("counts many words", () => {
  assert.strictEqual(countWords("good morning to all"), 4);
});

test("counts no word in an empty text", () => {
  assert.strictEqual(countWords(""), 0);
});

test("counts no word in spaces", () => {
  assert.strictEqual(countWords("   "), 0);
});
