'use strict';
// Follows the tests of one file from within their process: which were declared, which ran, what
// their functions did, and whether `expect` still judges.
//
// The submission shares this realm, so what is used while it runs is taken from its module before.

const { MUST_PASS, choose, makeDraw } = require('../common/expectations.js');
const { append } = require('../common/list.js');

const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;
const { get, set } = Map.prototype;

const NAMES = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it',
  'onTestFailed', 'onTestFinished', 'suite', 'test', 'vi', 'vitest'];
const ASYNCHRONOUS = /\bPromise\b/;

// Set-up files are the template's and may still wrap the names; what the test file loads may not.
function pinNames() {
  for (const name of NAMES) {
    const found = getOwnPropertyDescriptor(globalThis, name);
    if (!found || !found.configurable || !('value' in found)) continue;
    defineProperty(globalThis, name,
      { value: found.value, enumerable: found.enumerable, writable: false, configurable: false });
  }
}

// `expect` and `functionOf` (of a test) as they are before any foreign code.
function makeWatch(random, expect, functionOf) {
  const { getState, setState } = expect;
  const expectations = choose(makeDraw(random), (row) => !ASYNCHRONOUS.test(String(row)));
  const known = new Map();  // test -> {fn, fails, again, threw, ran}
  const tests = [];         // {test, name, mode}, in the order of the file; mode as declared
  let problem = '';

  function fails(statement) {
    try {
      statement(expect);
      return false;
    } catch {
      return true;
    }
  }

  // The suite's own count of assertions must not show these.
  function tryExpect() {
    if (problem) return;
    const { assertionCalls } = apply(getState, expect, []);
    for (let i = 0; i < expectations.length; i += 1) {
      if (!fails(expectations[i])) problem = problem || 'a canary that must fail passed';
    }
    if (fails(MUST_PASS)) problem = problem || 'a canary that must pass failed';
    apply(setState, expect, [{ assertionCalls }]);
  }

  function visit(tasks, around) {
    for (let i = 0; i < tasks.length; i += 1) {
      const task = tasks[i];
      const name = `${around}${task.name}`;
      if (task.type === 'suite') {
        visit(task.tasks, `${name} > `);
        continue;
      }
      const again = Number(task.retry?.count ?? task.retry ?? 0) + Number(task.repeats ?? 0);
      apply(set, known, [task, { fn: functionOf(task), fails: Boolean(task.fails),
        again: again > 0, threw: false, ran: false }]);
      append(tests, { test: task, name, mode: task.mode });
    }
  }

  // Instead of the framework's own call of the test's function.
  async function run(test) {
    const one = apply(get, known, [test]);
    if (!one || !one.fn) {
      problem = problem || 'a test ran that was never declared';
      throw new Error('This test was never declared.');
    }
    one.ran = true;
    try {
      await one.fn();
    } catch (error) {
      one.threw = true;
      throw error;
    } finally {
      tryExpect();
    }
  }

  // Whether what the framework says of a passed test can be.
  function doubt(test) {
    const one = apply(get, known, [test]);
    if (!one.ran) return 'a test passed that never ran';
    if (Boolean(test.fails) !== one.fails) return 'a test was changed while it ran';
    if (one.threw && !one.fails && !one.again) return 'a test that failed lost its errors';
    return '';
  }

  return {
    collect: (file) => visit(file.tasks, ''),
    run,
    tests,
    finish() {
      tryExpect();
      for (let i = 0; i < tests.length && !problem; i += 1) {
        if (tests[i].test.result?.state === 'pass') problem = doubt(tests[i].test);
      }
      return problem;
    },
  };
}

module.exports = { makeWatch, pinNames };
