'use strict';
// Naming the tests of a file without running them, even where the modules that it tests do not
// load.

const { makeStub } = require('../common/stub.js');

const ROOT_PREFIX = '/submission/';

// From now on what cannot be loaded from the listed tree is a stub. Returns what was replaced and
// whether the stubs' content was asked for while the tests were collected.
function replaceWhatFails(runtime, environment) {
  const seen = { failures: [], used: false };
  const original = runtime.requireModuleOrMock;
  const stub = makeStub(() => {
    seen.used = true;
  });
  runtime.requireModuleOrMock = function requireOrStub(from, name) {
    try {
      return original.call(runtime, from, name);
    } catch (error) {
      if (!String(from).startsWith(ROOT_PREFIX)) throw error;
      seen.failures.push(error);
      return stub;
    }
  };
  const { process } = environment.global;
  if (process) {
    process.exit = () => {
      throw new Error('process.exit was called');
    };
    process.abort = process.exit;
    process.reallyExit = process.exit;
  }
  return seen;
}

// The collected tests in order, and an emptied tree, so that nothing runs.
function takeTests(state) {
  const tests = [];
  const visit = (block, names, skipped) => {
    for (const child of block.children) {
      const path = [...names, String(child.name)];
      if (child.type === 'describeBlock') {
        visit(child, path, skipped || child.mode === 'skip');
        continue;
      }
      const out = skipped || child.mode === 'skip' ||
        (state.hasFocusedTests && child.mode !== 'only' && child.mode !== 'todo');
      tests.push([path.join(' > '), child.mode === 'todo' ? 'todo' : out ? 'skipped' : 'passed']);
    }
  };
  visit(state.rootDescribeBlock, [], false);
  state.rootDescribeBlock.children = [];
  state.rootDescribeBlock.tests = [];
  state.rootDescribeBlock.hooks = [];
  return tests;
}

module.exports = { replaceWhatFails, takeTests };
