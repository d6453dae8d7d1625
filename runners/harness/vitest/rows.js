'use strict';
// The rows of a results line from vitest's own tasks.

const { describe } = require('../common/failures.js');
const { append } = require('../common/list.js');

const MESSAGE_LIMIT = 4096;
const TESTS_LIMIT = 20000;
const EXIT = /^process\.exit unexpectedly called with /;

const plain = (text) => String(text ?? '').slice(0, 65536).replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');

function message(errors) {
  const [error] = errors ?? [];
  try {
    const diff = typeof error?.diff === 'string' ? `\n\n${plain(error.diff)}` : '';
    return `${plain(error?.message ?? error)}${diff}`.slice(0, MESSAGE_LIMIT);
  } catch {
    return '';
  }
}

// The nearest group around a test that failed by itself, in beforeAll say.
function brokenGroup(test) {
  for (let at = test.suite ?? test.file; at; at = at.suite) {
    if (at.result?.errors?.length > 0) return at;
  }
  return test.file?.result?.errors?.length > 0 ? test.file : null;
}

function row({ test, name, mode }) {
  const shown = name.slice(0, 2000);
  const state = test.result?.state;
  if (mode === 'todo') return [shown, 'todo'];
  if (state === 'pass') return [shown, 'passed'];
  if (state === 'fail') return [shown, 'failed', message(test.result.errors)];
  const group = mode === 'skip' ? null : brokenGroup(test);
  if (group) return [shown, 'failed', message(group.result.errors)];
  return [shown, mode === 'skip' || state === 'skip' ? 'skipped' : 'failed'];
}

// What is to be run, before anything ran.
function listed(tests) {
  return tests.slice(0, TESTS_LIMIT).map(({ name, mode }) =>
    [name.slice(0, 2000), { todo: 'todo', skip: 'skipped' }[mode] ?? 'passed']);
}

function ran(tests) {
  const rows = [];
  for (let i = 0; i < tests.length && i < TESTS_LIMIT; i += 1) append(rows, row(tests[i]));
  return rows;
}

function emptyFile(file) {
  return { kind: 'empty', message: 'There is no test in this file.', subject: '', file, line: 0,
    column: 0 };
}

// Why a file gave no tests. `thrown`: {error} where loading it threw.
function failureOf(file, name, thrown) {
  if (thrown) return describe(thrown.error);
  const [error] = file.result?.errors ?? [];
  if (!error || /^No test (?:suite )?found in/.test(String(error.message))) return emptyFile(name);
  return describe(error);
}

// Vitest turns process.exit into this error; while a file loads there is nothing to go on with.
const exited = (thrown) => EXIT.test(String(thrown?.error?.message));

module.exports = { exited, failureOf, listed, ran };
