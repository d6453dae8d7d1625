'use strict';
// Runs test files with node:test, each in a process of its own. The file is loaded here, the tests
// start themselves, and reporter.js, which Node was told to use, hears of them.

const opened = require('../common/results.js').open();
const fs = require('fs');
const Module = require('module');
const path = require('path');
const { pathToFileURL } = require('url');
const { runEachAlone } = require('../common/each_alone.js');
const { noFile, noTests } = require('../common/failures.js');
const { failureOf } = require('../common/syntax.js');
const assertions = require('../common/assertions.js').watch();

const ROOT = '/submission';
const SILENCE_MS = 50;         // after the last test, before an open handle counts as forgotten
const NO_TESTS_MS = 1000;      // after loading, before a file without any test is empty
const { request, write } = opened;
const { reallyExit } = process;

Error.stackTraceLimit = 30;  // our part in loading must not hide who asked

const { setTimeout: later, clearTimeout: cancel } = globalThis;

function leave() {
  reallyExit.call(process, 0);
}

// What the submission takes for node:test; gives what says whether the results can be.
function standBetween() {
  if (!Module.registerHooks) return () => '';  // before Node 22.15
  const finish = require('./watch.js').make(assertions.replaced);
  const url = pathToFileURL(path.join(__dirname, 'api.js')).href;
  require('./api.js');
  Module.registerHooks({
    resolve(specifier, context, next) {
      return specifier === 'node:test' ? { url, format: 'commonjs', shortCircuit: true }
        : next(specifier, context);
    },
  });
  return finish;
}

function runOne(file) {
  const doubts = standBetween();
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
    if (!failure && tests.length === 0) failure = noTests(file);
    const problem = loadError ? '' : doubts(tests);
    write({ file, tests: loadError ? [] : tests, failure, problem: problem || assertions.changed() });
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
  require('./reporter.js');  // before anything could change what it stands on
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
  const known = await require('../judge/list.js').lineOf('node_test', file, request.settings);
  if (known.line) {
    write(known.line);
    if (request.base === undefined) write({ end: 1 });
    leave();
  }
  const collector = require('./collector.js').grader;
  const { href } = pathToFileURL(path.join(ROOT, file));
  const url = pathToFileURL(path.join(__dirname, 'collector.js')).href;
  const listed = await require('../common/listing.js').list(
    { ...collector, load: (again) => import(href + again) }, (error) => failureOf(error, file),
    { 'node:test': url, test: url });
  const { tests, lacking } = listed;
  const failure = !listed.failure && tests.length === 0 ? noTests(file) : listed.failure;
  write({ file, tests, failure, problem: '', lacking, together: known.together });
  if (request.base === undefined) write({ end: 1 });
  leave();
}

if (request.files.length > 1) {
  const next = runEachAlone(opened, __filename);
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
