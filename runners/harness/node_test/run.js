'use strict';
// Runs test files with node:test, each in a process of its own. The file is loaded here, the tests
// start themselves, and reporter.js, which Node was told to use, hears of them.

const { request, write, delegate } = require('../common/results.js').open();
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');
const { describe, noFile } = require('../common/failures.js');
const { place } = require('./syntax.js');
const changedAssertions = require('./canaries.js').watch();

const ROOT = '/submission';
const SILENCE_MS = 50;         // after the last test, before an open handle counts as forgotten
const NO_TESTS_MS = 1000;      // after loading, before a file without any test is empty
const LINES_OF_ONE_FILE = 10;  // more than one process writes
const { reallyExit } = process;
const { setTimeout: later, clearTimeout: cancel } = globalThis;

function leave() {
  reallyExit.call(process, 0);
}

function delegateAll() {
  request.files.forEach((file, index) => {
    spawnSync(process.execPath, [...process.execArgv, __filename], {
      input: delegate(file, index * LINES_OF_ONE_FILE), stdio: ['pipe', 'inherit', 'inherit'],
    });
  });
  // The processes numbered their own lines; ours comes after all of them.
  return request.files.length * LINES_OF_ONE_FILE;
}

function failureOf(error, file) {
  const failure = describe(error);
  // Node keeps the place of a syntax error to itself.
  if (failure.kind === 'syntax' && !failure.line) {
    return { ...failure, ...place(error, path.join(ROOT, file)) };
  }
  return failure;
}

const EMPTY = { kind: 'empty', message: 'There is no test in this file.', subject: '', line: 0,
  column: 0 };

function runOne(file) {
  let done = false;
  let loaded = false;
  let loadError = null;
  let heard = null;  // what the reporter knows
  let timer = null;

  function finish() {
    if (done) return;
    done = true;
    const tests = heard ? heard.rows : [];
    let failure = loadError ? failureOf(loadError.error, file) : null;
    if (!failure && tests.length === 0) failure = { ...EMPTY, file };
    write({ file, tests: loadError ? [] : tests, failure, problem: changedAssertions() });
    if (request.base === undefined) write({ end: 1 });
    leave();
  }

  // Tests may end while something else (a server, a timer) keeps the process up.
  function watch() {
    if (timer) cancel(timer);
    if (!loaded) return;
    if (loadError) finish();
    else if (!heard) timer = later(finish, NO_TESTS_MS);
    else if (heard.waiting === 0) timer = later(finish, SILENCE_MS);
  }

  require('./session.js').give({
    attach(state) {
      heard = state;
      watch();
    },
    changed: watch,
    ended: finish,
  });
  process.on('beforeExit', () => {
    if (!heard) finish();
  });
  import(pathToFileURL(path.join(ROOT, file)).href).catch((error) => {
    loadError = { error };
  }).finally(() => {
    loaded = true;
    watch();
  });
}

async function listOne(file) {
  const { tests, failure, lacking } = await require('./listing.js').list(path.join(ROOT, file),
    (error) => failureOf(error, file));
  const empty = !failure && tests.length === 0 ? { ...EMPTY, file } : failure;
  write({ file, tests, failure: empty ?? null, problem: '', lacking });
  if (request.base === undefined) write({ end: 1 });
  leave();
}

if (request.files.length > 1) {
  const next = delegateAll();
  write({ end: request.files.length }, next);
  leave();
} else {
  write({ start: request.files[0] });
  if (!fs.existsSync(path.join(ROOT, request.files[0]))) {
    write({ file: request.files[0], tests: [], failure: noFile(request.files[0]), problem: '' });
    if (request.base === undefined) write({ end: 1 });
    leave();
  } else if (request.mode === 'list') listOne(request.files[0]);
  else runOne(request.files[0]);
}
