const assert = require("assert");
const { expect } = require("chai");
const sum = require("./sum.js");

it("adds", () => {
  expect(sum(1, 2)).to.equal(3);
});

it("adds inside", async () => {
  assert.deepStrictEqual({ a: await sum(2, 2) }, { a: 4 });
});

it("can never be true", (done) => {
  setImmediate(() => done(true === false ? null : new Error("never")));
});

it("takes numbers only", () => {
  expect(() => sum("x")).to.throw(RangeError);
});

// Nobody is to read on: MARKER-7f3a
