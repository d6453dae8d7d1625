'use strict';
// Follows the tests of a file that uses node:test: its functions are called through ours, which see
// each test's function end. What the reporter hears is held against that.

const { AsyncLocalStorage } = require('async_hooks');
const { makeEndings } = require('../common/endings.js');
const { append } = require('../common/list.js');
const { parts } = require('./words.js');

const real = process.getBuiltinModule('node:test');

const { apply, defineProperty } = Reflect;
const { get, set } = Map.prototype;
const { getStore, run } = AsyncLocalStorage.prototype;
const { slice } = String.prototype;
const NAME_LIMIT = 2000;
const VARIANTS = ['skip', 'todo', 'only', 'expectFailure'];

function fix(object, name, value) {
  defineProperty(object, name,
    { __proto__: null, value, enumerable: true, writable: false, configurable: false });
}

// {api, finish}: `api` has what node:test has; finish(rows) says "" or what cannot be. `judge`: see
// ../common/endings.js.
function makeWatch(judge) {
  const endings = makeEndings(judge);
  const around = new AsyncLocalStorage();  // the name of the group or test that runs
  const known = [];

  const within = (name, fn, self, args) => apply(run, around, [name, () => apply(fn, self, args)]);

  function fullName(name) {
    const outer = apply(getStore, around, []);
    return outer === undefined ? name : `${outer} > ${name}`;
  }

  function declare(name, meantToFail) {
    const one = { ...endings.fresh(), name: fullName(name), meantToFail };
    append(known, one);
    return one;
  }

  // A test's own function for the tests below it comes through ours, too.
  function prepare(context) {
    const { test } = context ?? {};
    if (typeof test === 'function') fix(context, 'test', testFunction(test, context));
  }

  function watched(fn, one) {
    const inside = (self, args, follow) => {
      prepare(args[0]);
      return within(one.name, () => follow(one, fn, self, args), undefined, []);
    };
    if (fn.length > 1) {
      return function withCallback(context, done) {
        return inside(this, [context, endings.calledBack(one, done)], endings.followCallback);
      };
    }
    return function plain(context) {
      return inside(this, [context], endings.follow);
    };
  }

  function testFunction(own, self) {
    return function declaresATest(...given) {
      const { name, options, fn } = parts(given);
      const one = declare(name, Boolean(options.expectFailure) || own === real.expectFailure);
      if (typeof fn !== 'function') {
        one.ran = true;
        one.ended = true;
        return apply(own, self, [name, options]);
      }
      return apply(own, self, [name, options, watched(fn, one)]);
    };
  }

  function groupFunction(own) {
    return function declaresAGroup(...given) {
      const { name, options, fn } = parts(given);
      if (typeof fn !== 'function') return apply(own, undefined, [name, options]);
      const full = fullName(name);
      return apply(own, undefined, [name, options, function group(...args) {
        return within(full, fn, this, args);
      }]);
    };
  }

  function withVariants(own, wrap) {
    const main = wrap(own);
    for (const name of VARIANTS) if (own[name]) main[name] = wrap(own[name]);
    return main;
  }

  // Of each name: how many ended well, how many threw, how many are said to have passed.
  function countsOf(rows) {
    const counts = new Map();
    const list = [];
    const of = (name) => {
      const key = apply(slice, name, [0, NAME_LIMIT]);
      let found = apply(get, counts, [key]);
      if (!found) {
        found = { good: 0, bad: 0, passed: 0, others: 0 };
        apply(set, counts, [key, found]);
        append(list, found);
      }
      return found;
    };
    for (let i = 0; i < known.length; i += 1) {
      const { name, threw, ended, meantToFail } = known[i];
      if (threw ? meantToFail : ended) of(name).good += 1;
      else if (threw) of(name).bad += 1;
    }
    for (let i = 0; i < rows.length; i += 1) {
      if (rows[i][1] === 'passed') of(rows[i][0]).passed += 1;
      else of(rows[i][0]).others += 1;
    }
    return list;
  }

  function finish(rows) {
    const list = countsOf(rows);
    for (let i = 0; i < list.length; i += 1) {
      const { good, bad, passed, others } = list[i];
      if (bad > others) endings.doubt('a test that failed lost its errors');
      else if (passed > good) endings.doubt('a test passed that never ran');
    }
    return endings.problem();
  }

  const api = withVariants(real.test, testFunction);
  const suite = withVariants(real.suite, groupFunction);
  const own = { it: api, test: api, describe: suite, suite };
  for (const name of Object.keys(real)) {
    if (!VARIANTS.includes(name)) fix(api, name, own[name] ?? real[name]);
  }
  return { api, finish };
}

let made = null;

// make(judge) gives finish(); take() gives the functions, once: see api.js.
module.exports = {
  make(judge) {
    made = makeWatch(judge);
    return made.finish;
  },
  take() {
    const { api } = made;
    made = null;
    return api;
  },
};
