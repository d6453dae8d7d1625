'use strict';
// Jest's `testRunner`: jest-circus, with our eyes on its events. Runs outside of the tests' realm.

const { ROOT, moduleFile } = require('./config.js');
const { makeCanaries } = require('./canaries.js');
const { describe, lackingOf } = require('../common/failures.js');
const { pinNames, watchTests } = require('./pins.js');
const listing = require('./listing.js');
const session = require('./session.js').take();

const circus = require(moduleFile('jest-circus/runner'));
const adapter = circus.default ?? circus;
const MESSAGE_LIMIT = 4096;
const TESTS_LIMIT = 20000;

const STATES = { passed: 'passed', failed: 'failed', pending: 'skipped', disabled: 'skipped',
  todo: 'todo', focused: 'passed' };

// A failed test's message without its stack.
function message(result) {
  const raw = String(result.failureMessages?.[0] ?? '').slice(0, 65536);
  const plain = raw.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
  const stack = plain.search(/\n\s+at /);
  const told = stack < 0 ? plain : plain.slice(0, stack);
  return told.replace(/^Error: /, '').slice(0, MESSAGE_LIMIT);
}

function rows(result) {
  return result.testResults.slice(0, TESTS_LIMIT).map((one) => {
    const name = [...one.ancestorTitles, one.title].map(String).join(' > ').slice(0, 2000);
    const state = STATES[one.status] ?? 'failed';
    return state === 'failed' ? [name, state, message(one)] : [name, state];
  });
}

// What circus announced against what it counted in the end.
function disagreement(seen, result) {
  let passed = 0;
  for (const errors of seen.values()) if (errors === 0) passed += 1;
  const reported = result.testResults.filter((one) => one.status === 'passed').length;
  return passed === reported ? '' : 'more or fewer tests passed than were announced';
}

function capturePristineExpect(runtime, environment) {
  const captured = { expect: null };
  const original = runtime.setGlobalsForRuntime;
  if (typeof original === 'function') {
    runtime.setGlobalsForRuntime = function setGlobals(globals) {
      captured.expect = globals.expect;
      return original.call(runtime, globals);
    };
  }
  captured.get = () => captured.expect ?? environment.global.expect;
  return captured;
}

// What loads ES modules as such is told not to.
function forceCommonJs(runtime) {
  runtime.unstable_shouldLoadAsEsm = () => false;
  if (runtime._resolution) runtime._resolution.shouldLoadAsEsm = () => false;  // from jest 30 on
}

// Before jest 28 the kind of fake timers was a word.
function acceptWords(runtime) {
  const [maker, method] = runtime.jestGlobals?.buildJestObject
    ? [runtime.jestGlobals, 'buildJestObject'] : [runtime, '_createJestObjectFor'];  // from jest 30 on
  const original = maker[method];
  if (typeof original !== 'function') return;
  maker[method] = function create(from) {
    const jest = original.call(maker, from);
    const use = jest.useFakeTimers;
    jest.useFakeTimers = (how) => use.call(jest,
      how === 'modern' || how === 'legacy' ? { legacyFakeTimers: how === 'legacy' } : how);
    return jest;
  };
}

async function run(args, file) {
  const [, , environment, runtime] = args;
  if (session.asCommonJs()) forceCommonJs(runtime);
  acceptWords(runtime);
  const pristine = capturePristineExpect(runtime, environment);
  pinNames(runtime, environment, args[4]);
  const watch = watchTests();
  const seen = new Map();
  let canaries = null;
  const original = environment.handleTestEvent?.bind(environment);
  environment.handleTestEvent = async (event, state) => {
    if (event.name === 'setup') pristine.get();
    if (event.name === 'run_start') {
      canaries = makeCanaries(session.random(file), pristine.get());
      canaries.plant(state);
    }
    if (event.name === 'run_finish') canaries?.remove(state);
    if (canaries?.see(event)) return;
    watch.see(event, state);
    if (event.name === 'test_done') seen.set(event.test, event.test.errors.length);
    await original?.(event, state);
  };
  const result = await adapter(...args).finally(session.guard);
  const tests = rows(result);
  const problem = tests.length === 0 && !canaries ? '' :
    canaries?.verdict() || watch.problem() || disagreement(seen, result);
  const failure = tests.length > 0 ? null : emptyOrThrown(result, file);
  session.write({ file, tests, failure, problem });
  return result;
}

function emptyOrThrown(result, file) {
  const error = result.testExecError;
  if (error) return describe({ name: 'Error', message: error.message || firstLine(error.stack),
    stack: error.stack });
  return { kind: 'empty', message: 'Your test suite must contain at least one test.', subject: '',
    file, line: 0, column: 0 };
}

function firstLine(stack) {
  return String(stack ?? '').split('\n').find((line) => line.trim()) ?? '';
}

async function list(args, file) {
  const [, , environment, runtime] = args;
  // The second attempt for ES modules, which cannot be replaced one by one.
  if (session.asCommonJs()) forceCommonJs(runtime);
  const replaced = listing.replaceWhatFails(runtime, environment);
  let tests = null;
  environment.handleTestEvent = async (event, state) => {
    if (event.name === 'run_start') tests = listing.takeTests(state).slice(0, TESTS_LIMIT);
  };
  const result = await adapter(...args).finally(session.guard);
  const [lacking] = replaced.failures;
  let failure = null;
  // Names that were made from what is not there are not the suite's.
  if (replaced.used && lacking !== undefined) {
    failure = describe(lacking, session.wrapped());
    tests = [];
  } else if (result.testExecError) {
    failure = emptyOrThrown(result, file);
    tests = [];
  } else if (!tests || tests.length === 0) {
    failure = emptyOrThrown(result, file);
  }
  session.write({ file, tests: tests ?? [], failure, problem: '',
    lacking: lackingOf(replaced.failures, session.wrapped()) });
  return result;
}

module.exports = async function testRunner(...args) {
  const file = args[4].slice(ROOT.length + 1);
  if (!session.begin(file)) throw new Error('this file is not expected now');
  session.setWrapped(typeof args[3].constructModuleWrapperStart === 'function');
  try {
    return await (session.listing ? list(args, file) : run(args, file));
  } finally {
    session.guard();
  }
};
