'use strict';
// Follows the tests of one file from within their process: which were declared and by what name,
// which ran, how their functions ended. It stands between the names that test files use (`it`) and
// mocha, so that nothing that is done to mocha can show it another function or another end.
//
// The submission shares this realm: what is used while it runs is taken from its module before.

const { append } = require('../common/list.js');

const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;
const { get, set } = Map.prototype;
const { prototype } = Promise;
const { then } = prototype;

// What each interface of mocha calls the function that declares a test, or a group.
const TESTS = ['it', 'specify', 'test'];
const GROUPS = ['describe', 'context', 'suite'];
const PINNED = [...TESTS, ...GROUPS, 'after', 'afterEach', 'before', 'beforeEach', 'setup',
  'suiteSetup', 'suiteTeardown', 'teardown', 'xcontext', 'xdescribe', 'xit', 'xspecify'];

// Whether waiting for a promise asks nobody but the engine.
function promisesAreWhole() {
  return prototype.then === then &&
    getOwnPropertyDescriptor(prototype, 'constructor').value === Promise;
}

function fix(object, name, value) {
  defineProperty(object, name,
    { __proto__: null, value, enumerable: true, writable: false, configurable: false });
}

// `judge()` says "" or why what is asserted cannot be believed; it is asked after each test.
function makeWatch(judge) {
  const known = [];              // of the tests, in the order in which they were declared
  const byFunction = new Map();  // what mocha calls -> test
  let problem = '';
  let path = '';                 // of the groups around
  let skipping = false;

  function doubt(why) {
    if (!problem) problem = why;
  }

  function begin(one) {
    one.ran = true;
    one.threw = false;
    one.ended = false;
  }

  function end(one) {
    one.ended = true;
    doubt(judge());
  }

  function threw(one) {
    one.threw = true;
    doubt(judge());
  }

  async function settled(result, one) {
    try {
      const value = await result;
      end(one);
      return value;
    } catch (error) {
      threw(one);
      throw error;
    }
  }

  // In the place of a test's function.
  function watched(fn, one) {
    if (fn.length > 0) {
      return function withCallback(done) {
        begin(one);
        const told = (error) => {
          if (error) threw(one);
          else end(one);
          return apply(done, undefined, [error]);
        };
        try {
          return apply(fn, this, [told]);
        } catch (error) {
          threw(one);
          throw error;
        }
      };
    }
    return function plain() {
      begin(one);
      let result;
      try {
        result = apply(fn, this, []);
      } catch (error) {
        threw(one);
        throw error;
      }
      if (typeof result?.then !== 'function') {
        end(one);
        return result;
      }
      if (!promisesAreWhole()) doubt('promises were changed');
      return settled(result, one);
    };
  }

  function declare(name, fn) {
    const one = { name, test: null, waits: '', ran: false, threw: false, ended: false, said: '',
      error: null };
    append(known, one);
    if (typeof fn !== 'function') return { one, inPlace: fn };
    const inPlace = watched(fn, one);
    apply(set, byFunction, [inPlace, one]);
    return { one, inPlace };
  }

  function hold(test, inPlace, one) {
    one.test = test;
    if (typeof test?.fn !== 'function') return;
    fix(test, 'fn', inPlace);
  }

  // Around mocha's own, which declares the test.
  function testFunction(real) {
    return function declaresATest(title, fn) {
      const { one, inPlace } = declare(path === '' ? title : `${path} > ${title}`, fn);
      const test = apply(real, this, [title, inPlace]);
      hold(test, inPlace, one);
      if (!test?.fn) one.waits = skipping || test?.parent?.isPending() ? 'skipped' : 'todo';
      return test;
    };
  }

  function skippedTest(real) {
    return function declaresASkippedTest(...given) {
      skipping = true;
      try {
        return apply(real, this, given);
      } finally {
        skipping = false;
      }
    };
  }

  function groupFunction(real) {
    return function declaresAGroup(title, fn) {
      const outer = path;
      path = outer === '' ? `${title}` : `${outer} > ${title}`;
      try {
        return apply(real, this, [title, fn]);
      } finally {
        path = outer;
      }
    };
  }

  function own(real, wrap, name) {
    const wrapped = wrap(real);
    if (wrap === groupFunction) {
      wrapped.only = groupFunction(real.only);
      wrapped.skip = groupFunction(real.skip);
    } else {
      wrapped.only = real.only;  // calls the other by its name
      wrapped.skip = skippedTest(real.skip);
    }
    globalThis[name] = wrapped;
  }

  // In the place of what mocha has put there for test files.
  function install() {
    for (const name of TESTS) if (globalThis[name]) own(globalThis[name], testFunction, name);
    for (const name of GROUPS) if (globalThis[name]) own(globalThis[name], groupFunction, name);
    for (const name of ['xit', 'xspecify']) {
      if (globalThis[name]) globalThis[name] = skippedTest(globalThis[name]);
    }
    for (const name of ['xcontext', 'xdescribe']) {
      if (globalThis[name]) globalThis[name] = groupFunction(globalThis[name]);
    }
  }

  // Set-up files are the template's and may still wrap the names; what the test file loads may not.
  function pin() {
    for (const name of PINNED) {
      const found = getOwnPropertyDescriptor(globalThis, name);
      if (!found || !found.configurable || !('value' in found)) continue;
      fix(globalThis, name, found.value);
    }
  }

  // A test that came about without the functions above: mocha's tree holds it.
  function adopt(test, name) {
    const { one, inPlace } = declare(name, test.fn);
    hold(test, inPlace, one);
    return one;
  }

  // What mocha says of a test, or of its copy for another try; a failure stays.
  function said(test, word, error) {
    const one = apply(get, byFunction, [test.fn]);
    if (!one) return false;
    if (one.said !== 'failed') one.said = word;
    if (error) one.error = error;
    return true;
  }

  // Whether what mocha says of its passed tests can be.
  function finish() {
    for (let i = 0; i < known.length; i += 1) {
      const one = known[i];
      if (one.said !== 'passed') continue;
      if (!one.ran) doubt('a test passed that never ran');
      else if (one.threw) doubt('a test that failed lost its errors');
      else if (!one.ended) doubt('a test passed before it ended');
    }
    return problem;
  }

  return { adopt, doubt, finish, install, known, pin, said };
}

module.exports = { makeWatch };
