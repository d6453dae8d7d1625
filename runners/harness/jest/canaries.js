'use strict';
// Tests of ours among the submission's: some must fail, one must pass. Where they do not come out
// so, somebody changed the judge. Names and choice come from the run's secret.

const { MUST_PASS, choose, makeDraw } = require('../common/expectations.js');

function testEntry(name, fn, parent, mode) {
  return {
    type: 'test', asyncError: new Error(), concurrent: false, duration: null, errors: [],
    failing: false, fn, invocations: 0, mode, name, numPassingAsserts: 0, parent, retryReasons: [],
    seenDone: false, startedAt: null, status: null, timeout: undefined,
    unhandledRejectionErrorByPromise: new Map(),
  };
}

// `random`: hex digits. `expect`: as it was before any foreign code.
function makeCanaries(random, expect) {
  const draw = makeDraw(random);
  const outcomes = new Map();  // test entry -> {mustPass, errors}
  let block = null;
  let rootHookFailed = false;

  // Into the collected tree, at a place that nobody knows, under a parent without hooks.
  function plant(state) {
    const root = state.rootDescribeBlock;
    const mode = state.hasFocusedTests ? 'only' : undefined;
    block = { type: 'describeBlock', children: [], hooks: [], mode: undefined,
      name: random.slice(0, 12), parent: undefined, tests: [] };
    const rows = choose(draw).map((fn) => [fn, false]);
    rows.splice(draw(rows.length + 1), 0, [MUST_PASS, true]);
    for (const [fn, mustPass] of rows) {
      const name = `${random.slice(12, 20)} ${draw(1 << 20)}`;
      const entry = testEntry(name, () => fn(expect), block, mode);
      outcomes.set(entry, { mustPass, errors: -1 });
      block.children.push(entry);
      block.tests.push(entry);
    }
    root.children.splice(draw(root.children.length + 1), 0, block);
  }

  // Whether the event was about a canary.
  function see(event) {
    if (event.name === 'hook_failure' && event.describeBlock && !event.describeBlock.parent) {
      rootHookFailed = true;
    }
    const outcome = event.test && outcomes.get(event.test);
    if (!outcome) return false;
    if (event.name === 'test_done') outcome.errors = event.test.errors.length;
    return true;
  }

  function remove(state) {
    const children = state.rootDescribeBlock.children;
    const index = children.indexOf(block);
    if (index >= 0) children.splice(index, 1);
  }

  // "" where all came out as they must.
  function verdict() {
    if (outcomes.size === 0) return 'canaries were not run';
    for (const { mustPass, errors } of outcomes.values()) {
      if (errors < 0) return 'a canary was not run';
      if (mustPass && errors > 0 && !rootHookFailed) return 'a canary that must pass failed';
      if (!mustPass && errors === 0) return 'a canary that must fail passed';
    }
    return '';
  }

  return { plant, see, remove, verdict };
}

module.exports = { makeCanaries };
