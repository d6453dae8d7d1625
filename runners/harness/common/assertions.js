'use strict';
// Whether node:assert still judges: its functions are one object for the whole process, in reach of
// the student's code.

const assert = require('assert');

const { apply } = Reflect;

const MUST_THROW = [
  { name: 'equal', args: [1, 2] },
  { name: 'strictEqual', args: [1, 2] },
  { name: 'deepEqual', args: [{ a: [1] }, { a: [2] }] },
  { name: 'deepStrictEqual', args: [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }] },
  { name: 'notStrictEqual', args: [1, 1] },
  { name: 'ok', args: [false, 'canary'] },
  { name: 'match', args: ['one', /two/] },
  { name: 'throws', args: [() => {}] },
  { name: 'ifError', args: [new Error('x')] },
];

function throws(name, args) {
  try {
    apply(assert[name], assert, args);
    return false;
  } catch {
    return true;
  }
}

// Call it before any foreign code. {replaced(), wrong(index)}, with index below `count`, say "" or
// what was changed; changed() says all of it.
function watch() {
  const seen = [];
  for (const one of [assert, assert.strict]) {
    for (const name of Object.keys(one)) {
      if (typeof one[name] === 'function') seen.push({ one, name, original: one[name] });
    }
  }

  function replaced() {
    for (let i = 0; i < seen.length; i += 1) {
      const { one, name, original } = seen[i];
      if (one[name] !== original) return `assert.${name} was replaced`;
    }
    return '';
  }

  function wrong(index) {
    const { name, args } = MUST_THROW[index];
    return throws(name, args) ? '' : `assert.${name} accepts what is wrong`;
  }

  function changed() {
    let problem = replaced();
    for (let i = 0; i < MUST_THROW.length && !problem; i += 1) problem = wrong(i);
    if (problem) return problem;
    return throws('deepStrictEqual', [[1, { a: 'x' }], [1, { a: 'x' }]])
      ? 'assert.deepStrictEqual refuses what is right' : '';
  }

  return { changed, replaced, wrong, count: MUST_THROW.length };
}

module.exports = { watch };
