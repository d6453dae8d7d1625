'use strict';
// Whether node:assert still judges: its functions are one object for the whole process, in reach of
// the student's code.

const assert = require('assert');

const MUST_THROW = [
  ['equal', 1, 2], ['strictEqual', 1, 2], ['deepEqual', { a: [1] }, { a: [2] }],
  ['deepStrictEqual', { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }], ['notStrictEqual', 1, 1],
  ['ok', false], ['match', 'one', /two/], ['throws', () => {}], ['ifError', new Error('x')],
];

function throws(one, [name, ...args]) {
  try {
    one[name](...args);
    return false;
  } catch {
    return true;
  }
}

// Call it before any foreign code; what it returns says "" or what was changed.
function watch() {
  const seen = [];
  for (const one of [assert, assert.strict]) {
    for (const name of Object.keys(one)) {
      if (typeof one[name] === 'function') seen.push([one, name, one[name]]);
    }
  }
  return function changed() {
    for (const [one, name, original] of seen) {
      if (one[name] !== original) return `assert.${name} was replaced`;
    }
    for (const row of MUST_THROW) {
      if (!throws(assert, row)) return `assert.${row[0]} accepts what is wrong`;
    }
    try {
      assert.deepStrictEqual([1, { a: 'x' }], [1, { a: 'x' }]);
    } catch {
      return 'assert.deepStrictEqual refuses what is right';
    }
    return '';
  };
}

module.exports = { watch };
