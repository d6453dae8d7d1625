import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { coins } from "./coins.js";

describe("coins", () => {
  test("takes one coin where one is enough", () => {
    assert.deepEqual(coins(20), [20]);
  });

  test("takes the largest first", () => {
    assert.deepEqual(coins(88), [50, 20, 10, 5, 2, 1]);
  });

  test("takes a coin twice where it must", () => {
    assert.deepEqual(coins(4), [2, 2]);
  });

  test("gives nothing for nothing", () => {
    assert.deepEqual(coins(0), []);
  });
});
