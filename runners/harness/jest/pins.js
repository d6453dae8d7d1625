'use strict';
// Holds fast what the tests' realm could change about its judge: the names that test files use, the
// function of each test, and what circus announced of it.

const NAMES = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'fdescribe',
  'fit', 'it', 'test', 'xdescribe', 'xit', 'xtest'];

function pin(object, name) {
  const found = Object.getOwnPropertyDescriptor(object, name);
  if (!found || !found.configurable || !('value' in found)) return;
  Object.defineProperty(object, name,
    { value: found.value, enumerable: found.enumerable, writable: false, configurable: false });
}

// The list of those who hear circus's events lives in the tests' realm, under a symbol.
function pinListeners(global) {
  for (const symbol of Object.getOwnPropertySymbols(global)) {
    const list = Object.getOwnPropertyDescriptor(global, symbol).value;
    if (!Array.isArray(list) || list.length === 0) continue;
    if (!list.every((one) => typeof one === 'function')) continue;
    pin(global, symbol);
    for (const index of list.keys()) pin(list, String(index));
  }
}

// Set-up files are the template's and may still wrap the names; what the test file loads may not.
function pinNames(runtime, environment, testPath) {
  for (const method of ['requireModule', 'unstable_importModule']) {
    const original = runtime[method];
    if (typeof original !== 'function') continue;
    runtime[method] = function load(from, ...rest) {
      if (from === testPath) {
        for (const name of NAMES) pin(environment.global, name);
        pinListeners(environment.global);
      }
      return original.call(runtime, from, ...rest);
    };
  }
}

// Follows circus's events; `problem()` says what does not fit, "" where all does.
function watchTests() {
  const added = new Set();
  const failed = new Set();
  let problem = '';

  function see(event, state) {
    if (event.name === 'add_test') {
      const test = state.currentDescribeBlock?.children.at(-1);
      if (test?.type === 'test' && !added.has(test)) {
        pin(test, 'fn');
        added.add(test);
      }
    }
    if (event.name === 'test_retry') failed.delete(event.test);
    if (event.name === 'test_fn_failure' || (event.name === 'hook_failure' && event.test)) {
      failed.add(event.test);
    }
    if (event.name !== 'test_done') return;
    if (!added.has(event.test)) problem ||= 'a test ran that was never declared';
    if (failed.has(event.test) && event.test.errors.length === 0) {
      problem ||= 'a test that failed lost its errors';
    }
  }

  return { see, problem: () => problem };
}

module.exports = { pinNames, watchTests };
