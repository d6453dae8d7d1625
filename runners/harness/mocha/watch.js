'use strict';
// Follows the tests of one file from within their process: which were declared and by what name,
// which ran, how their functions ended. It stands between the names that test files use (`it`) and
// mocha.
//
// The submission shares this realm: what is used while it runs is taken from its module before.

const { makeEndings } = require('../common/endings.js');
const { append } = require('../common/list.js');

const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;
const { get, set } = Map.prototype;

// What each interface of mocha calls the function that declares a test, or a group.
const TESTS = ['it', 'specify', 'test'];
const GROUPS = ['describe', 'context', 'suite'];
const PINNED = [...TESTS, ...GROUPS, 'after', 'afterEach', 'before', 'beforeEach', 'setup',
  'suiteSetup', 'suiteTeardown', 'teardown', 'xcontext', 'xdescribe', 'xit', 'xspecify'];

function fix(object, name, value) {
  defineProperty(object, name,
    { __proto__: null, value, enumerable: true, writable: false, configurable: false });
}

// `judge`: see endings.js.
function makeWatch(judge) {
  const endings = makeEndings(judge);
  const known = [];              // of the tests, in the order in which they were declared
  const byFunction = new Map();  // what mocha calls -> test
  let path = '';                 // of the groups around
  let skipping = false;
  let late = false;              // tests run: what is declared now mocha may never come to

  // In the place of a test's function.
  function watched(fn, one) {
    if (fn.length > 0) {
      return function withCallback(done) {
        return endings.followCallback(one, fn, this, [endings.calledBack(one, done)]);
      };
    }
    return function plain() {
      return endings.follow(one, fn, this, []);
    };
  }

  function declare(name, fn) {
    const one = { ...endings.fresh(), name, late, test: null, waits: '', said: '', error: null };
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

  function start() {
    late = true;
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
      if (!one.ran) endings.doubt('a test passed that never ran');
      else if (one.threw) endings.doubt('a test that failed lost its errors');
      else if (!one.ended) endings.doubt('a test passed before it ended');
    }
    return endings.problem();
  }

  return { adopt, finish, install, known, pin, said, start };
}

module.exports = { makeWatch };
