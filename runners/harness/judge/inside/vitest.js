'use strict';
// What a test file finds of vitest: its own assertions and spies, from the environment, over our suite.

const chai = require('chai');
const { ASYMMETRIC_MATCHERS_OBJECT, GLOBAL_EXPECT, JestAsymmetricMatchers, JestChaiExpect, JestExtend,
  addCustomEqualityTesters, customMatchers, getState, setState } = require('@vitest/expect');
const spy = require('@vitest/spy');
const FakeTimers = require('@sinonjs/fake-timers');
const { HOOKS } = require('./suite.js');
const { formatName } = require('./each.js');

const TIMEOUT = 5000;
const HOOK_TIMEOUT = 10_000;
const NEEDS_ONE_PROCESS = ['mock', 'doMock', 'unmock', 'doUnmock', 'importActual', 'importMock',
  'hoisted', 'dynamicImportSettled', 'stubEnv', 'unstubAllEnvs'];
const CLOCK = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate',
  'clearImmediate', 'Date'];

function makeExpect() {
  chai.use(JestExtend);
  chai.use(JestChaiExpect);
  chai.use(JestAsymmetricMatchers);
  const expect = (value, message) => {
    const { assertionCalls } = getState(expect);
    setState({ assertionCalls: assertionCalls + 1 }, expect);
    return chai.expect(value, message);
  };
  Object.assign(expect, chai.expect);
  if (ASYMMETRIC_MATCHERS_OBJECT) Object.assign(expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);
  expect.getState = () => getState(expect);
  expect.setState = (state) => setState(state, expect);
  expect.extend = (matchers) => chai.expect.extend(expect, matchers);
  expect.addEqualityTesters = (testers) => addCustomEqualityTesters?.(testers);
  expect.soft = expect;
  expect.unreachable = (message) => chai.assert.fail(message ?? 'this line is not to be reached');
  expect.assertions = (count) => setState({ expectedAssertionsNumber: count }, expect);
  expect.hasAssertions = () => setState({ isExpectingAssertions: true }, expect);
  if (customMatchers) expect.extend(customMatchers);
  Object.defineProperty(globalThis, GLOBAL_EXPECT, { value: expect, writable: true, configurable: true });
  return expect;
}

function makeVitest({ global, settings, refuse, resetModules, touched }) {
  const expect = makeExpect();
  const test_ = settings.test ?? {};
  const rules = { timeout: test_.testTimeout ?? TIMEOUT, onlyReturns: false, callbackFirst: false };
  let clock = null;

  function useFakeTimers(options = {}) {
    clock?.uninstall();
    const given = { ...test_.fakeTimers, ...options };
    clock = FakeTimers.withGlobal(global).install({ now: given.now ?? Date.now(),
      toFake: given.toFake ?? CLOCK, loopLimit: given.loopLimit ?? 10_000, ignoreMissingTimers: true });
    touched();
    return vi;
  }
  const ticking = () => clock ?? refuse('timers that are not fake are advanced');
  const stubs = new Map();

  const vi = {
    fn: spy.fn, spyOn: spy.spyOn, isMockFunction: spy.isMockFunction, mocked: (value) => value,
    clearAllMocks: () => { (spy.clearAllMocks ?? each('mockClear'))(); return vi; },
    resetAllMocks: () => { (spy.resetAllMocks ?? each('mockReset'))(); return vi; },
    restoreAllMocks: () => { (spy.restoreAllMocks ?? each('mockRestore'))(); return vi; },
    useFakeTimers,
    useRealTimers: () => { clock?.uninstall(); clock = null; touched(); return vi; },
    isFakeTimers: () => clock !== null,
    setSystemTime: (now) => { if (!clock) useFakeTimers({ toFake: ['Date'] }); clock.setSystemTime(now); return vi; },
    getMockedSystemTime: () => (clock ? new global.Date(clock.now) : null),
    getRealSystemTime: () => Date.now(),
    getTimerCount: () => ticking().countTimers(),
    clearAllTimers: () => { ticking().reset(); return vi; },
    advanceTimersByTime: (ms) => { ticking().tick(ms); return vi; },
    advanceTimersByTimeAsync: async (ms) => { await ticking().tickAsync(ms); return vi; },
    advanceTimersToNextTimer: () => { ticking().next(); return vi; },
    advanceTimersToNextTimerAsync: async () => { await ticking().nextAsync(); return vi; },
    runAllTimers: () => { ticking().runAll(); return vi; },
    runAllTimersAsync: async () => { await ticking().runAllAsync(); return vi; },
    runOnlyPendingTimers: () => { ticking().runToLast(); return vi; },
    runOnlyPendingTimersAsync: async () => { await ticking().runToLastAsync(); return vi; },
    runAllTicks: () => { ticking().runMicrotasks(); return vi; },
    resetModules: () => { resetModules(); return vi; },
    stubGlobal(name, value) {
      if (!stubs.has(name)) stubs.set(name, Object.getOwnPropertyDescriptor(global, name));
      Object.defineProperty(global, name, { value, writable: true, enumerable: true, configurable: true });
      touched();
      return vi;
    },
    unstubAllGlobals() {
      for (const [name, before] of stubs) {
        if (before) Object.defineProperty(global, name, before);
        else delete global[name];
      }
      stubs.clear();
      touched();
      return vi;
    },
    setConfig(given) { rules.timeout = given.testTimeout ?? rules.timeout; },
    resetConfig() {},
    async waitFor(fn, options = {}) {
      const { timeout = 1000, interval = 50 } = typeof options === 'number' ? { timeout: options } : options;
      const until = Date.now() + timeout;
      for (;;) {
        try {
          return await fn();
        } catch (error) {
          if (Date.now() > until) throw error;
        }
        await new Promise((resolve) => { setTimeout(resolve, interval); });
      }
    },
    async waitUntil(fn, options) {
      return vi.waitFor(async () => (await fn()) || Promise.reject(new Error('it did not come')), options);
    },
  };
  const each = (name) => () => (spy.mocks ?? []).forEach((one) => one[name]());
  for (const name of NEEDS_ONE_PROCESS) vi[name] = () => refuse(`vi.${name}`);

  Object.assign(rules, {
    before(test) {
      if (test_.mockReset) vi.resetAllMocks();
      else if (test_.clearMocks) vi.clearAllMocks();
      if (test_.restoreMocks) vi.restoreAllMocks();
      if (test_.unstubGlobals) vi.unstubAllGlobals();
      setState({ assertionCalls: 0, isExpectingAssertions: false, expectedAssertionsNumber: null,
        currentTestName: test.fullName }, expect);
    },
    after() {
      const { assertionCalls, expectedAssertionsNumber: wanted, isExpectingAssertions } = getState(expect);
      if (typeof wanted === 'number' && assertionCalls !== wanted) {
        return [new Error(`expected number of assertions to be ${wanted}, but got ${assertionCalls}`)];
      }
      return isExpectingAssertions && assertionCalls === 0
        ? [new Error('expected any number of assertion, but got none')] : [];
    },
    argumentsOf: (test) => [{ expect, task: { name: test.name }, skip: () => refuse('context.skip'),
      onTestFinished: (fn) => { test.after = [...test.after ?? [], fn]; },
      onTestFailed: () => refuse('context.onTestFailed') }],
  });

  function globalsOver(suite) {
    const bodies = (args) => {
      const [name, first, second] = args;
      const [options, fn] = typeof first === 'function' ? [second, first] : [first, second];
      return { name, fn, options: typeof options === 'number' ? { timeout: options } : options ?? {} };
    };
    const modeOf = (given, options) => (given.todo || options.todo ? 'todo'
      : given.skip || options.skip ? 'skip' : given.only || options.only ? 'only' : undefined);

    // test.only.each and the like, in any order.
    function chain(add, given) {
      const made = (...args) => add(given, args);
      for (const key of ['only', 'skip', 'todo', 'fails', 'concurrent', 'sequential', 'shuffle']) {
        Object.defineProperty(made, key, { get: () => chain(add, { ...given, [key]: true }) });
      }
      made.skipIf = (condition) => (condition ? made.skip : made);
      made.runIf = (condition) => (condition ? made : made.skip);
      made.each = (cases, ...rest) => (name, ...more) => {
        const { fn, options } = bodies([name, ...more]);
        rowsOf(cases, rest).forEach((row, i) => {
          const values = Array.isArray(row) ? row : [row];
          add(given, [formatName(String(name), values, i), options, (...context) => fn(...values, ...context.slice(1))]);
        });
      };
      made.for = (cases) => (name, ...more) => {
        const { fn, options } = bodies([name, ...more]);
        cases.forEach((row, i) => add(given, [formatName(String(name), Array.isArray(row) ? row : [row], i),
          options, (context) => fn(row, context)]));
      };
      made.extend = () => refuse('test.extend');
      return made;
    }

    function rowsOf(cases, rest) {
      if (!Array.isArray(cases) || !('raw' in cases)) return cases;
      const heads = cases.join('').trim().replace(/ /g, '').split('\n').map((one) => one.split('|'))[0];
      const rows = [];
      for (let i = 0; i < rest.length; i += heads.length) {
        rows.push([Object.fromEntries(heads.map((head, at) => [head.trim(), rest[i + at]]))]);
      }
      return rows;
    }

    const addTest = (given, args) => {
      const { name, fn, options } = bodies(args);
      if (options.retry || options.repeats) refuse('retries');
      suite.test(name, fn ?? (() => {}), { mode: fn ? modeOf(given, options) : 'todo',
        timeout: options.timeout, failing: Boolean(given.fails || options.fails) });
    };
    const addBlock = (given, args) => {
      const { name, fn, options } = bodies(args);
      const mode = modeOf(given, options);
      suite.describe(name, fn ?? (() => {}), mode === 'todo' ? 'skip' : mode);
    };
    const test = chain(addTest, {});
    const describe = chain(addBlock, {});
    const all = { test, it: test, describe, suite: describe, expect, assert: chai.assert, chai, vi, vitest: vi,
      should: undefined };
    for (const hook of HOOKS) {
      all[hook] = (fn, timeout) => suite.hook(hook, fn, timeout ?? test_.hookTimeout ?? HOOK_TIMEOUT);
    }
    all.onTestFinished = () => refuse('onTestFinished');
    all.onTestFailed = () => refuse('onTestFailed');
    all.expectTypeOf = () => typeless;
    all.assertType = () => {};
    return all;
  }
  // Types are not checked when tests run.
  const typeless = new Proxy(() => typeless, { get: () => typeless });

  return {
    rules,
    globals: globalsOver,
    modules: (globals) => ({ vitest: globals }),
    begin() {},
    end() {
      clock?.uninstall();
    },
  };
}

module.exports = { make: makeVitest };
