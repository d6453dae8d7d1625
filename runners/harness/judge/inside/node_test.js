'use strict';
// What a test file finds of node:test, over our suite. Tests within tests are part of them.

const TIMEOUT = 30_000;
const wanted = (value) => value !== undefined && value !== false;

class Skipped extends Error {}

// The name, the options and the function, in whichever form they come.
function parts(args) {
  let [name, options, fn] = args;
  if (typeof name === 'function') [name, options, fn] = [undefined, undefined, name];
  else if (typeof name === 'object' && name !== null) [name, options, fn] = [undefined, name, options];
  else if (typeof options === 'function') [options, fn] = [undefined, options];
  return { name: String(name || fn?.name || '<anonymous>'), options: options ?? {}, fn };
}

function makeNodeTest({ refuse, outside }) {
  const real = outside.builtin('test');
  const { mock } = real;
  // Timers and modules of this process are not those of the tests.
  const mocks = {
    fn: (...args) => mock.fn(...args), method: (...args) => mock.method(...args),
    getter: (...args) => mock.getter(...args), setter: (...args) => mock.setter(...args),
    property: (...args) => mock.property(...args), reset: () => mock.reset(),
    restoreAll: () => mock.restoreAll(), module: () => refuse('mock.module'),
  };
  Object.defineProperty(mocks, 'timers', { get: () => refuse('mock.timers') });

  const rules = { timeout: TIMEOUT, onlyReturns: false, callbackFirst: false,
    isSkip: (error) => error instanceof Skipped,
    argumentsOf: (test) => (test.fn.length > 1 ? [ownContext(test), callbackOf(test)] : [ownContext(test)]),
    promised: (test) => test.waitsFor };

  function callbackOf(test) {
    let done;
    test.waitsFor = new Promise((resolve, reject) => {
      done = (error) => (error ? reject(error) : resolve());
    });
    return done;
  }

  // The one that a test is given.
  function ownContext(test) {
    test.context ??= contextOf(test);
    return test.context;
  }

  function contextOf(test) {
    const hooks = { before: [], beforeEach: [], afterEach: [], after: [] };
    const context = {
      name: test.name, fullName: test.fullName, signal: new AbortController().signal, mock: mocks,
      assert: outside.builtin('assert'),
      diagnostic() {}, runOnly() {},
      skip() { throw new Skipped('skipped'); },
      todo() {},
      plan: () => refuse('t.plan'),
      async test(...args) {
        const { name, options, fn } = parts(args);
        if (wanted(options.skip) || wanted(options.todo) || typeof fn !== 'function') return;
        for (const one of hooks.beforeEach) await one(context);
        const inner = { name, fullName: `${test.fullName} ${name}`, fn, errors: [] };
        try {
          await fn(contextOf(inner));
        } catch (error) {
          // One within that fails is a failure of the whole.
          if (!(error instanceof Skipped)) test.errors.push(error);
        }
        for (const one of hooks.afterEach) await one(context);
      },
    };
    for (const [kind, list] of Object.entries(hooks)) {
      context[kind] = (fn) => {
        if (kind === 'after') test.after = [...test.after ?? [], () => fn(context)];
        else if (kind === 'before') void fn(context);
        else list.push(fn);
      };
    }
    return context;
  }

  function globalsOver(suite) {
    // What is declared while a test runs belongs to that test.
    const around = () => {
      const running = suite.running();
      if (running?.type === 'hook') refuse('a test within a hook');
      return running ? ownContext(running) : null;
    };
    const stateOf = (options) => (wanted(options.todo) ? 'todo' : wanted(options.skip) ? 'skip' : undefined);
    const addTest = (given, args) => {
      const { name, options, fn } = parts(args);
      const all = { ...options, ...given };
      const outer = around();
      if (outer) return outer.test(name, all, fn);
      suite.test(name, fn ?? (() => {}), { mode: stateOf(all), timeout: all.timeout });
      return Promise.resolve();
    };
    const addBlock = (given, args) => {
      const { name, options, fn } = parts(args);
      // Node does not enter a skipped group.
      if (wanted({ ...options, ...given }.skip) || typeof fn !== 'function') return Promise.resolve();
      if (around()) refuse('a group within a test');
      suite.describe(name, () => fn({ name, signal: new AbortController().signal }));
      return Promise.resolve();
    };
    const variants = (add) => {
      const main = (...args) => add({}, args);
      for (const key of ['skip', 'todo', 'only']) main[key] = (...args) => add({ [key]: true }, args);
      return main;
    };
    const test = variants(addTest);
    const describe = variants(addBlock);
    const hook = (kind, name = kind) => (fn, options) => {
      const outer = around();
      if (outer) outer[name](fn);
      else suite.hook(kind, fn, options?.timeout);
    };
    return Object.assign(test, { test, it: test, describe, suite: describe, before: hook('beforeAll', 'before'),
      after: hook('afterAll', 'after'), beforeEach: hook('beforeEach'), afterEach: hook('afterEach'), mock: mocks,
      default: test, __esModule: true });
  }

  return {
    rules,
    globals: () => ({}),
    modules(_, suite) {
      const made = globalsOver(suite);
      return { 'node:test': made, test: made };
    },
    begin() {},
    end: () => mock.restoreAll(),
  };
}

module.exports = { make: makeNodeTest };
