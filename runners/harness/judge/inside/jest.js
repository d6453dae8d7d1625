'use strict';
// What a test file finds of jest: its own packages, from the environment, over our suite.

const { HOOKS } = require('./suite.js');
const { makeSnapshots } = require('./snapshots.js');

const each = require('jest-each').bind;
const { expect } = require('expect');
const { ModuleMocker } = require('jest-mock');
const { ModernFakeTimers, LegacyFakeTimers } = require('@jest/fake-timers');

const TIMEOUT = 5000;
// How many requests of a hook that resets everything: nothing.
const NEEDS_ONE_PROCESS = ['mock', 'doMock', 'unmock', 'dontMock', 'deepUnmock', 'setMock',
  'createMockFromModule', 'genMockFromModule', 'requireActual', 'requireMock', 'isolateModules',
  'isolateModulesAsync', 'enableAutomock', 'disableAutomock', 'autoMockOn', 'autoMockOff',
  'unstable_mockModule', 'unstable_unmockModule', 'onGenerateMock'];

function makeJest({ global, settings, refuse, resetModules, snapshot, touched }) {
  const mocker = new ModuleMocker(global);
  const projectConfig = { fakeTimers: settings.fakeTimers ?? {}, rootDir: '/submission' };
  let modern = null;
  let legacy = null;
  let timers = null;
  const rules = { timeout: settings.testTimeout ?? TIMEOUT, onlyReturns: true, callbackFirst: true };
  const snapshots = makeSnapshots(expect, snapshot, settings.snapshotFormat, refuse);

  function fakes(options) {
    const old = options?.legacyFakeTimers ?? projectConfig.fakeTimers.legacyFakeTimers ?? false;
    if (old) {
      legacy ??= new LegacyFakeTimers({ config: projectConfig, global, moduleMocker: mocker,
        timerConfig: { idToRef: (id) => ({ id, ref() { return this; }, unref() { return this; } }),
          refToId: (timer) => timer?.id } });
      return legacy;
    }
    modern ??= new ModernFakeTimers({ config: projectConfig, global });
    return modern;
  }

  function useFakeTimers(given) {
    const words = { modern: { legacyFakeTimers: false }, legacy: { legacyFakeTimers: true } };
    const options = typeof given === 'string' ? words[given] : given;
    const next = fakes(options);
    if (timers && timers !== next) timers.useRealTimers();
    timers = next;
    timers.useFakeTimers(options);
    touched();
    return jest;
  }

  const current = () => timers ?? fakes();
  const jest = {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    replaceProperty: mocker.replaceProperty?.bind(mocker),
    mocked: (value) => value,
    isMockFunction: mocker.isMockFunction.bind(mocker),
    clearAllMocks: () => { mocker.clearAllMocks(); return jest; },
    resetAllMocks: () => { mocker.resetAllMocks(); return jest; },
    restoreAllMocks: () => { mocker.restoreAllMocks(); return jest; },
    resetModules: () => { resetModules(); return jest; },
    useFakeTimers,
    useRealTimers: () => { timers?.useRealTimers(); timers = null; touched(); return jest; },
    setTimeout: (limit) => { rules.timeout = limit; return jest; },
    retryTimes: () => refuse('jest.retryTimes'),
    getSeed: () => 1,
    now: () => (timers ? timers.now() : Date.now()),
    isEnvironmentTornDown: () => false,
    setSystemTime: (now) => current().setSystemTime(now),
    getRealSystemTime: () => current().getRealSystemTime(),
  };
  for (const name of ['advanceTimersByTime', 'advanceTimersByTimeAsync', 'advanceTimersToNextTimer',
    'advanceTimersToNextTimerAsync', 'advanceTimersToNextFrame', 'clearAllTimers', 'getTimerCount',
    'runAllTicks', 'runAllTimers', 'runAllTimersAsync', 'runOnlyPendingTimers',
    'runOnlyPendingTimersAsync', 'runTimersToTime', 'runAllImmediates']) {
    const method = { runTimersToTime: 'advanceTimersByTime' }[name] ?? name;
    jest[name] = (...values) => current()[method](...values);
  }
  for (const name of NEEDS_ONE_PROCESS) jest[name] = () => refuse(`jest.${name}`);

  Object.assign(rules, {
    before(test) {
      if (settings.clearMocks) mocker.clearAllMocks();
      if (settings.resetMocks) {
        mocker.resetAllMocks();
        if (settings.fakeTimers?.enableGlobally && settings.fakeTimers.legacyFakeTimers) useFakeTimers();
      }
      if (settings.restoreMocks) mocker.restoreAllMocks();
      if (settings.resetModules) resetModules();
      expect.setState({ currentTestName: test.fullName, assertionCalls: 0, expectedAssertionsNumber: null,
        isExpectingAssertions: false, suppressedErrors: [], numPassingAsserts: 0,
        testPath: snapshot.testPath });
      snapshots.begin(test.fullName);
    },
    after() {
      const missing = expect.extractExpectedAssertionsErrors().map(({ error }) => error);
      return [...expect.getState().suppressedErrors ?? [], ...missing];
    },
  });

  function globalsOver(suite) {
    const bound = (fn) => {
      fn.each = each(fn);
      return fn;
    };
    const declare = (how) => bound((name, fn, timeout) => {
      if (how.mode === 'todo') return void suite.test(name, () => {}, how);
      if (typeof fn !== 'function') {
        throw new Error(`a test needs a name and a function: ${String(name)}`);
      }
      return void suite.test(name, fn, { ...how, timeout });
    });
    const describe = (mode) => {
      const made = (name, fn) => suite.describe(name, fn, mode);
      made.each = each(made, false);
      return made;
    };
    const test = declare({});
    test.only = declare({ mode: 'only' });
    test.skip = declare({ mode: 'skip' });
    test.todo = (name) => void suite.test(name, () => {}, { mode: 'todo' });
    test.failing = declare({ failing: true });
    test.failing.only = declare({ failing: true, mode: 'only' });
    test.only.failing = test.failing.only;
    test.skip.failing = declare({ failing: true, mode: 'skip' });
    test.failing.skip = test.skip.failing;
    test.concurrent = declare({});
    test.concurrent.only = test.only;
    test.concurrent.skip = test.skip;
    const block = describe();
    block.only = describe('only');
    block.skip = describe('skip');
    const all = { test, it: test, describe: block, fit: test.only, xit: test.skip, xtest: test.skip,
      fdescribe: block.only, xdescribe: block.skip, expect };
    for (const hook of HOOKS) all[hook] = (fn, timeout) => suite.hook(hook, fn, timeout);
    return all;
  }

  return {
    rules,
    globals: (suite) => ({ ...globalsOver(suite), jest }),
    // Modules of the framework by name.
    modules: (globals) => ({ '@jest/globals': { ...globals } }),
    begin() {
      if (settings.fakeTimers?.enableGlobally) useFakeTimers();
    },
    end() {
      timers?.useRealTimers();
    },
  };
}

module.exports = { make: makeJest };
