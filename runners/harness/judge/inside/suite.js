'use strict';
// Tests as a file declares them, and their run: blocks, hooks, only, skip, todo, callbacks, promises,
// time limits. The rules are those of jest-circus; what other frameworks have otherwise is an option.

const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];
const TESTS_LIMIT = 20_000;
// Milliseconds that a test may take longer for each question to the other jail, and times its limit at most.
const REQUEST = 0.5;
const MOST = 3;

class TimeLimit extends Error {}

const isPromise = (value) => typeof value === 'object' && value !== null &&
  typeof value.then === 'function';
const isGenerator = (value) => Object.prototype.toString.call(value) === '[object Generator]';

function makeBlock(name, parent, mode) {
  return { type: 'block', name, parent, mode: mode ?? parent?.mode, children: [],
    hooks: Object.fromEntries(HOOKS.map((one) => [one, []])) };
}

// `timers`: setTimeout and clearTimeout that nobody replaces. `rules`:
//   timeout         milliseconds for a test or hook that says nothing else
//   onlyReturns     what a test returns that is no promise is a mistake, as in jest (not a hook)
//   callbackFirst   a test that takes an argument gets `done`, as in jest and mocha
//   selfOf(test)    what `this` is
//   argumentsOf(test)  what a test is given where that is not `done`
//   isSkip(error)   what a test throws to be skipped;  promised(test) what it is to wait for beside
//   before(test), after(test)  around each test, errors count; `after` may give more errors
//   requests()      how often the other jail was asked so far
//   over()          nothing can be run any more;  refuse(why) throws
function makeSuite({ timers, rules }) {
  const root = makeBlock('', null);
  let current = root;
  let focused = false;
  let running = null;  // the test or hook whose errors those of nobody are
  let count = 0;

  function check(name, what) {
    if (running) throw new Error(`${what} cannot stand in a test or a hook: ${String(name)}`);
  }

  function describe(name, fn, mode) {
    check(name, 'describe');
    const block = makeBlock(String(typeof name === 'function' ? name.name : name), current, mode);
    current.children.push(block);
    current = block;
    let given;
    try {
      given = fn();
    } finally {
      finish(block);
    }
    if (isPromise(given)) rules.refuse('a describe block that is async');
  }

  function finish(block) {
    const tests = block.children.filter((one) => one.type === 'test');
    const hasOnly = tests.some((one) => one.mode === 'only');
    if (!(block.mode === 'only' && hasOnly)) {
      for (const test of tests) test.mode ??= block.mode;
    }
    if (block.mode !== 'skip' && tests.some((one) => one.mode === 'only')) focused = true;
    current = block.parent;
  }

  function test(name, fn, { mode, timeout, failing = false, data } = {}) {
    check(name, 'a test');
    count += 1;
    if (count > TESTS_LIMIT) throw new Error('there are too many tests');
    const made = { type: 'test', name: String(typeof name === 'function' ? name.name : name),
      parent: current, fn, mode, timeout, failing, data, errors: [] };
    current.children.push(made);
    if (current === root && mode === 'only') focused = true;
    return made;
  }

  function hook(kind, fn, timeout) {
    check(kind, 'a hook');
    if (typeof fn !== 'function') throw new Error(`${kind} needs a function`);
    current.hooks[kind].push({ type: 'hook', kind, fn, timeout, parent: current });
  }

  function pathOf(one) {
    const names = [];
    for (let at = one; at !== root; at = at.parent) names.unshift(at.name);
    return names;
  }

  function isSkipped(test) {
    for (let at = test.parent; at; at = at.parent) if (at.mode === 'skip') return true;
    return test.mode === 'skip' || (focused && test.mode !== 'only');
  }

  function stateOf(test) {
    if (test.mode === 'todo') return 'todo';
    return isSkipped(test) ? 'skipped' : 'run';
  }

  function all(block = root, found = []) {
    for (const child of block.children) {
      if (child.type === 'block') all(child, found);
      else found.push(child);
    }
    return found;
  }

  const hasWork = (block) => all(block).some((test) => stateOf(test) === 'run' && !test.done);

  // ---- running

  // The end of what a test or a hook does: a value, a promise, or a callback.
  function ended(one, given) {
    if (isGenerator(given)) {
      let step = given.next();
      const go = () => (step.done ? undefined : Promise.resolve(step.value).then((value) => {
        step = given.next(value);
        return go();
      }));
      return go();
    }
    if (isPromise(given)) return given;
    if (rules.onlyReturns && one.type === 'test' && given !== undefined) {
      throw new Error(`a test can only return a promise or nothing, it returned ${String(given)}`);
    }
    return undefined;
  }

  function call(one, self, values) {
    const takesDone = rules.callbackFirst && values.length === 0 && one.fn.length > 0;
    if (!takesDone) {
      const given = ended(one, one.fn.apply(self, values));
      return rules.promised?.(one) ?? given;
    }
    return new Promise((resolve, reject) => {
      let called = false;
      const done = (reason) => {
        if (called) one.errors?.push(new Error('done() was called more than once'));
        called = true;
        if (reason) reject(reason instanceof Error ? reason : new Error(`done was told: ${String(reason)}`));
        else resolve();
      };
      done.fail = reject;
      const given = one.fn.call(self, done);
      if (isPromise(given)) {
        reject(new Error('a test takes a callback or returns a promise, not both'));
      }
    });
  }

  // Runs a test's function or a hook's; the error, or null.
  async function attempt(one, self, values = []) {
    const limit = one.timeout ?? rules.timeout;
    const before = running;
    const requests = rules.requests?.() ?? 0;
    running = one;
    let timer;
    let stop;
    try {
      const given = call(one, self, values);
      const waits = [given];
      const stray = new Promise((resolve, reject) => { stop = reject; });
      stray.catch(() => {});
      one.stop = stop;
      if (given !== undefined) {
        waits.push(stray, new Promise((resolve, reject) => {
          const late = () => reject(new TimeLimit(`it did not end within ${limit} ms`));
          if (limit > 0 && limit < 2 ** 31) {
            timer = timers.setTimeout(() => {
              const more = Math.min(((rules.requests?.() ?? 0) - requests) * REQUEST, MOST * limit);
              if (more < 1) late();
              else timer = timers.setTimeout(late, more);
            }, limit);
          }
        }));
        await Promise.race(waits);
      }
      return one.strayed ?? one.inside ?? null;
    } catch (error) {
      return { error };
    } finally {
      one.stop = null;
      timers.clearTimeout(timer);
      running = before;
    }
  }

  // An error that nobody caught belongs to what runs. `event`: of the process.
  function stray(error, event) {
    if (!running || rules.hears?.(event) === false) return false;
    running.strayed ??= { error };
    running.stop?.(error);
    return true;
  }

  // An assertion that fails has failed, whatever the code that called it makes of the error.
  function failedInside(error) {
    if (running) running.inside ??= { error };
  }
  // Unless it comes back to the tests.
  function gotBack(error) {
    if (running?.inside?.error === error) running.inside = undefined;
  }

  function chain(test) {
    const blocks = [];
    for (let at = test.parent; at; at = at.parent) blocks.unshift(at);
    return blocks;
  }

  async function runTest(test, report) {
    const self = rules.selfOf?.(test);
    const blocks = chain(test);
    const broken = blocks.find((block) => block.broken);
    if (broken) test.errors.push(broken.broken.error);
    const note = (failed) => {
      if (failed && rules.isSkip?.(failed.error)) test.skipped = true;
      else if (failed) test.errors.push(failed.error);
      return failed;
    };
    try {
      rules.before?.(test);
    } catch (error) {
      test.errors.push(error);
    }
    let ready = test.errors.length === 0;
    for (const block of blocks) {
      for (const one of block.hooks.beforeEach) {
        if (ready && note(await attempt({ ...one }, self))) ready = false;
      }
    }
    if (ready) {
      const failed = await attempt(test, self, rules.argumentsOf?.(test) ?? []);
      if (test.failing && !failed) test.errors.push(new Error('it was to fail, and did not'));
      else if (!test.failing) note(failed);
    }
    for (const block of [...blocks].reverse()) {
      for (const one of block.hooks.afterEach) note(await attempt({ ...one }, self));
    }
    for (const fn of test.after ?? []) note(await attempt({ fn, type: 'hook' }, self));
    try {
      for (const error of rules.after?.(test) ?? []) test.errors.push(error);
    } catch (error) {
      test.errors.push(error);
    }
    test.done = true;
    await report(test);
  }

  async function runBlock(block, report) {
    if (!hasWork(block)) return;
    for (const one of block.hooks.beforeAll) {
      if (block.broken) break;
      block.broken = await attempt({ ...one }, rules.selfOf?.(block));
    }
    for (const child of block.children) {
      if (rules.over()) return;
      if (child.type === 'block') {
        child.broken = block.broken;
        await runBlock(child, report);
      } else if (stateOf(child) === 'run' && !child.done) {
        await runTest(child, report);
      }
    }
    // What fails here is about no test.
    for (const one of block.hooks.afterAll) await attempt({ ...one }, rules.selfOf?.(block));
  }

  return {
    describe,
    test,
    hook,
    stray,
    failedInside,
    gotBack,
    // [[names from the outside, "run" | "skipped" | "todo"]], in the order of the file.
    list: () => all().map((one) => ({ test: one, names: pathOf(one), state: stateOf(one) })),
    // `report(test)` for each as it ends.
    run: (report) => runBlock(root, report),
    current: () => current,
    // The test or hook that runs, or null.
    running: () => running,
  };
}

module.exports = { HOOKS, TimeLimit, makeSuite };
