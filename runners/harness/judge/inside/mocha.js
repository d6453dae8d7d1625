'use strict';
// What a test file finds of mocha, in either of its interfaces, over our suite. Assertions are those
// of the packages that it asks for.


const TIMEOUT = 2000;
const BDD = { before: 'beforeAll', beforeEach: 'beforeEach', afterEach: 'afterEach', after: 'afterAll' };
const TDD = { suiteSetup: 'beforeAll', setup: 'beforeEach', teardown: 'afterEach', suiteTeardown: 'afterAll' };

class Skipped extends Error {}

function makeMocha({ settings, refuse }) {
  const selves = new Map();  // block -> what `this` is in its hooks, and above that of its tests
  let suite = null;

  function skip() {
    throw new Skipped('skipped');
  }

  // Of a block or a test: time limits, and what hooks and tests share.
  function selfOf(one) {
    if (!selves.has(one)) {
      const above = one.parent ? selfOf(one.parent) : {
        slow() { return this; },
        skip,
        retries() { return refuse('retries'); },
      };
      const self = Object.create(above);
      self.timeout = (limit) => {
        if (limit === undefined) return one.timeout ?? rules.timeout;
        one.timeout = typeof limit === 'string' ? Number.parseFloat(limit) * (/ms$/.test(limit) ? 1 : 1000) : limit;
        return self;
      };
      selves.set(one, self);
    }
    return selves.get(one);
  }

  function limitOf(one) {
    for (let at = one; at; at = at.parent) if (at.timeout !== undefined) return at.timeout;
    return undefined;
  }

  const rules = {
    timeout: settings.timeout ?? TIMEOUT,
    onlyReturns: false,
    callbackFirst: true,
    hears: (event) => event !== 'unhandledRejection',  // mocha goes on
    selfOf: (one) => {
      const self = selfOf(one);
      if (one.type === 'test') {
        one.timeout = limitOf(one);
        const about = { title: one.name, fullTitle: () => one.fullName, skip, parent: { title: one.parent.name } };
        self.test = about;
        self.currentTest = about;
      }
      return self;
    },
    isSkip: (error) => error instanceof Skipped,
  };

  function globalsOver(given) {
    suite = given;
    // `this` of a block sets what holds for its tests.
    const enter = (fn) => function entered() {
      return fn.call(selfOf(suite.current()));
    };
    const describe = (mode) => (name, fn) =>
      (typeof fn === 'function' ? suite.describe(name, enter(fn), mode) : undefined);
    const it = (mode) => (name, fn) =>
      void (typeof fn === 'function' ? suite.test(name, fn, { mode }) : suite.test(name, () => {}, { mode: 'todo' }));
    const skipAll = (name, fn) => describe('skip')(name, fn ?? (() => {}));
    const block = Object.assign(describe(), { only: describe('only'), skip: skipAll });
    const test = Object.assign(it(), { only: it('only'), skip: it('skip') });
    const hooks = (names) => Object.fromEntries(Object.entries(names).map(([name, kind]) =>
      [name, (first, fn) => suite.hook(kind, typeof first === 'function' ? first : fn)]));
    const bdd = { describe: block, context: block, xdescribe: skipAll, xcontext: skipAll, it: test,
      specify: test, xit: test.skip, xspecify: test.skip, ...hooks(BDD) };
    const tdd = { suite: block, test, ...hooks(TDD) };
    return settings.ui === 'tdd' ? tdd : bdd;
  }

  return {
    rules,
    globals: globalsOver,
    modules: (globals) => ({ mocha: globals }),
    begin() {},
    end() {},
  };
}

module.exports = { make: makeMocha };
