'use strict';
// Whether chai and node:assert still judge: both are there once for the whole process, in reach of
// the student's code. Values and choice come from the run's secret.

const { makeDraw } = require('../common/expectations.js');
const assertions = require('../common/assertions.js').watch();

const { apply } = Reflect;

// Each must throw, `b` being another number than `a`.
const MUST_THROW = [
  (expect, a, b) => expect(a).to.equal(b),
  (expect, a, b) => expect({ a: [a] }).to.deep.equal({ a: [b] }),
  (expect, a, b) => expect({ a, b }).to.eql({ a: b, b: a }),
  (expect, a) => expect(a === 0.5).to.be.true,
  (expect, a, b) => expect([a]).to.include(b),
  (expect) => expect(() => {}).to.throw(),
  (expect, a) => expect(`${a}`).to.be.a('number'),
  (expect, a) => expect([a]).to.have.lengthOf(2),
  (expect, a) => expect({ a }).to.have.property('b'),
  (expect, a) => expect(a).to.not.equal(a),
];

// `expect` and `assert` of chai, and `random`, hex digits. Call it before any foreign code: what it
// returns says "" or what was changed. briefly() is for after each test, fully() for the end.
function watch({ expect, assert }, random) {
  const draw = makeDraw(random);
  const own = [];
  for (const name of Object.keys(assert)) own.push({ name, original: assert[name] });

  function throws(statement, a, b) {
    try {
      statement(expect, a, b);
      return false;
    } catch {
      return true;
    }
  }

  function wrong(index) {
    const a = draw(1 << 20);
    return throws(MUST_THROW[index], a, a + 1 + draw(1 << 10)) ? '' : 'chai accepts what is wrong';
  }

  function replaced() {
    for (let i = 0; i < own.length; i += 1) {
      if (assert[own[i].name] !== own[i].original) return `chai's assert.${own[i].name} was replaced`;
    }
    return assertions.replaced();
  }

  function briefly() {
    return replaced() || wrong(0) || wrong(draw(MUST_THROW.length)) ||
      assertions.wrong(draw(assertions.count));
  }

  function fully() {
    let problem = replaced();
    for (let i = 0; i < MUST_THROW.length && !problem; i += 1) problem = wrong(i);
    const same = (one, a) => one([a, { a: 'x' }]).to.deep.equal([a, { a: 'x' }]);
    if (!problem && throws(same, draw(1 << 20))) problem = 'chai refuses what is right';
    return problem || assertions.changed();
  }

  // What these take to say why they throw is nothing that anybody reads.
  function withoutStacks(say) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return apply(say, undefined, []);
    } finally {
      Error.stackTraceLimit = limit;
    }
  }

  return { briefly: () => withoutStacks(briefly), fully: () => withoutStacks(fully) };
}

module.exports = { watch };
