'use strict';
// Statements about an `expect` that nobody touched. Where one does not come out as it must, somebody
// changed the judge.

// Each must fail. The first three, which most tests stand on, are always among those that are tried.
const ALWAYS = 3;
const MUST_FAIL = [
  (expect) => expect(1).toBe(2),
  (expect) => expect({ a: [1, { b: 2 }] }).toEqual({ a: [1, { b: 3 }] }),
  (expect) => expect([1, 2]).toStrictEqual([2, 1]),
  (expect) => expect('one').toMatch(/two/),
  (expect) => expect(true).toBeFalsy(),
  (expect) => expect(() => 1).toThrow(),
  (expect) => expect([1]).toContain(2),
  (expect) => expect('abc').toHaveLength(2),
  (expect) => expect(0.5).toBeCloseTo(0.7),
  (expect) => expect(3).toBeGreaterThan(4),
  (expect) => expect(undefined).toBeDefined(),
  (expect) => expect(1).not.toBe(1),
  (expect) => expect({ a: 1 }).toHaveProperty('b'),
  (expect) => expect(Promise.resolve(1)).resolves.toBe(2),
];
const MUST_PASS = (expect) => expect([1, { a: 'x' }]).toEqual([1, { a: 'x' }]);

// `random`: hex digits, of which each use takes some. draw(limit) is an integer below the limit.
function makeDraw(random) {
  let at = 0;
  return (limit) => {
    at = (at + 6) % (random.length - 6);
    return Number.parseInt(random.slice(at, at + 6), 16) % limit;
  };
}

// The first ones and two more of those that `fits`.
function choose(draw, fits = () => true) {
  const chosen = new Set(Array(ALWAYS).keys());
  while (chosen.size < ALWAYS + 2) {
    const index = draw(MUST_FAIL.length);
    if (fits(MUST_FAIL[index])) chosen.add(index);
  }
  return [...chosen].map((index) => MUST_FAIL[index]);
}

module.exports = { MUST_FAIL, MUST_PASS, makeDraw, choose };
