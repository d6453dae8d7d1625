'use strict';
// Stands in for node:test while tests are listed: keeps names, runs only the bodies of groups.

const { parts } = require('./words.js');

const real = process.getBuiltinModule('node:test');

let tests = [];
let waiting = [];
let groups = [];  // names of the groups around

const wanted = (value) => value !== undefined && value !== false;

function addTest(given, args) {
  const { name, options } = parts(args);
  const all = { ...options, ...given };
  const state = wanted(all.todo) ? 'todo' : wanted(all.skip) ? 'skipped' : 'passed';
  tests.push([[...groups, name].join(' > '), state]);
  return Promise.resolve();
}

function addGroup(given, args) {
  const { name, options, fn } = parts(args);
  // Node does not enter a skipped group.
  if (wanted({ ...options, ...given }.skip) || typeof fn !== 'function') return Promise.resolve();
  const outer = groups;
  groups = [...outer, name];
  let result;
  try {
    result = fn({ name, signal: new AbortController().signal });
  } finally {
    groups = outer;
  }
  if (typeof result?.then === 'function') waiting.push(result);
  return Promise.resolve();
}

function withVariants(add) {
  const main = (...args) => add({}, args);
  for (const key of ['skip', 'todo', 'only']) {
    main[key] = (...args) => add({ [key]: true }, args);
  }
  return main;
}

const test = withVariants(addTest);
const describe = withVariants(addGroup);
const nothing = () => {};

module.exports = test;
module.exports.test = test;
module.exports.it = test;
module.exports.describe = describe;
module.exports.suite = describe;
module.exports.before = nothing;
module.exports.after = nothing;
module.exports.beforeEach = nothing;
module.exports.afterEach = nothing;
module.exports.mock = real.mock;
module.exports.snapshot = real.snapshot;
module.exports.assert = real.assert;
module.exports.run = nothing;
module.exports.grader = {
  reset() {
    tests = [];
    waiting = [];
    groups = [];
  },
  async tests() {
    await Promise.allSettled(waiting);
    return tests.slice(0, 20000);
  },
};
