'use strict';
// One test file in mocha: loaded, named, run.

const path = require('path');
const { pathToFileURL } = require('url');
const { append } = require('../common/list.js');
const { makeWatch } = require('./watch.js');

const Mocha = require('/node_modules/mocha');

const { apply } = Reflect;
const { get, set } = Map.prototype;
const { slice } = String.prototype;
const MESSAGE_LIMIT = 4096;
const NAME_LIMIT = 2000;
const TESTS_LIMIT = 20000;

function message(error) {
  try {
    const told = typeof error === 'object' && error !== null ? error.message : error;
    return String(told ?? '').slice(0, 65536).replace(/\u001b\[[0-9;]*[A-Za-z]/g, '')
      .slice(0, MESSAGE_LIMIT);
  } catch {
    return '';
  }
}

function thrownAround(test, broken) {
  for (let at = test?.parent; at; at = at.parent) {
    const error = apply(get, broken, [at]);
    if (error) return error;
  }
  return null;
}

// `settings`: of settings.js. `judge`: see watch.js; null where tests are only listed.
function open(testFile, settings, judge) {
  let mocha;
  let watch;

  function reset() {
    watch = makeWatch(judge);
    const { ui, timeout, retries } = settings;
    mocha = new Mocha({ ui, reporter: class Silent {},
      ...(timeout === undefined ? {} : { timeout }), ...(retries ? { retries } : {}) });
    mocha.cleanReferencesAfterRun(false);  // else the functions of tests go before we are done
  }

  async function loadSetUp(again) {
    for (const name of settings.require) {
      const { mochaHooks } = await import(pathToFileURL(name).href + again);
      const hooks = typeof mochaHooks === 'function' ? await mochaHooks() : mochaHooks;
      if (hooks) mocha.rootHooks(hooks);
    }
    mocha.suite.emit('pre-require', globalThis, null, mocha);
    watch.install();
    for (const name of settings.file) await import(pathToFileURL(name).href + again);
  }

  // `again`: a query that makes it another module than before.
  async function load(again) {
    await loadSetUp(again);
    if (judge) watch.pin();
    await import(pathToFileURL(testFile).href + again);
  }

  // Tests that are in mocha's tree when the exclusive ones have been sorted out.
  function sortOut() {
    const declared = new Map();
    for (let i = 0; i < watch.known.length; i += 1) {
      apply(set, declared, [watch.known[i].test, watch.known[i]]);
    }
    if (mocha.suite.hasOnly()) mocha.suite.filterOnly();
    const left = new Map();
    function visit(group, names) {
      for (let i = 0; i < group.tests.length; i += 1) {
        const test = group.tests[i];
        const one = apply(get, declared, [test]) ?? watch.adopt(test, `${names}${test.title}`);
        apply(set, left, [one, true]);
        if (!one.waits && test.isPending()) one.waits = 'skipped';
      }
      for (let i = 0; i < group.suites.length; i += 1) {
        visit(group.suites[i], `${names}${group.suites[i].title} > `);
      }
    }
    visit(mocha.suite, '');
    for (let i = 0; i < watch.known.length; i += 1) {
      const one = watch.known[i];
      if (!apply(get, left, [one]) && !one.waits) one.waits = 'skipped';
    }
  }

  function rows(state) {
    const list = [];
    for (let i = 0; i < watch.known.length && i < TESTS_LIMIT; i += 1) {
      const one = watch.known[i];
      if (one.late && !one.said) continue;
      const name = apply(slice, one.name, [0, NAME_LIMIT]);
      const word = one.waits || state(one);
      append(list, word === 'failed' ? [name, word, message(one.error)] : [name, word]);
    }
    return list;
  }

  async function run() {
    sortOut();
    watch.start();
    const broken = new Map();  // group -> what a hook of it threw
    await new Promise((done) => {
      const runner = mocha.run(done);
      runner.on('pass', (test) => watch.said(test, 'passed'));
      runner.on('pending', (test) => watch.said(test, 'skipped'));
      runner.on('fail', (test, error) => {
        if (!watch.said(test, 'failed', error)) apply(set, broken, [test.parent, error]);
      });
    });
    const problem = watch.finish();
    const tests = rows((one) => {
      if (!one.said) one.error = thrownAround(one.test, broken);
      return one.said || 'failed';
    });
    return { tests, problem };
  }

  // As the listing wants a collector: see common/listing.js.
  async function tests() {
    sortOut();
    return rows(() => 'passed');
  }

  reset();
  return { load, reset, run, tests };
}

module.exports = { open };
