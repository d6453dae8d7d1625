'use strict';
// Runs test files with mocha, each in a process of its own: the file is loaded here, mocha runs its
// tests, and what it says of them is held against how their functions ended.

const opened = require('../common/results.js').open();
const fs = require('fs');
const path = require('path');
const { runEachAlone } = require('../common/each_alone.js');
const { noFile, noTests } = require('../common/failures.js');
const { failureOf } = require('../common/syntax.js');

const ROOT = '/submission';
const { request, write } = opened;
const { reallyExit } = process;

Error.stackTraceLimit = 30;  // our part in loading must not hide who asked

function leave() {
  reallyExit.call(process, 0);
}

async function linesOf(file) {
  const full = path.join(ROOT, file);
  if (!fs.existsSync(full)) return { tests: [], failure: noFile(file), problem: '' };
  const listing = request.mode === 'list';
  let together = '';
  if (listing) {
    const known = await require('../judge/list.js').lineOf('mocha', file, request.settings);
    if (known.line) return known.line;
    together = known.together;
  }
  const chosen = require('./settings.js').chosenFor(file, request.settings);
  process.chdir(chosen.folder);
  require('./modules.js').install(chosen.chai);
  const { expect, assert } = require(`/node_modules/${chosen.chai}`);
  const canaries = require('./canaries.js').watch({ expect, assert }, request.canaries);
  const suite = require('./suite.js').open(full, chosen, listing ? null : canaries.briefly);
  if (listing) {
    const { tests, failure, lacking } = await require('../common/listing.js').list(suite,
      (error) => failureOf(error, file));
    const empty = !failure && tests.length === 0;
    return { tests, failure: empty ? noTests(file) : failure, problem: '', lacking, together };
  }
  try {
    await suite.load('');
  } catch (error) {
    return { tests: [], failure: failureOf(error, file), problem: canaries.fully() };
  }
  const { tests, problem } = await suite.run();
  return { tests, failure: tests.length === 0 ? noTests(file) : null,
    problem: problem || canaries.fully() };
}

async function main() {
  if (request.mode === 'list' && request.base === undefined) {
    const read = require('./settings.js').read(request.files);
    request.settings = read.settings;
    write(read);
  }
  if (request.base === undefined && request.files.length > 1) {
    const next = runEachAlone(opened, __filename);
    write({ end: request.files.length }, next);
    return;
  }
  const [file] = request.files;
  write({ start: file });
  write({ file, ...await linesOf(file) });
  if (request.base === undefined) write({ end: 1 });
}

main().then(leave, (error) => {
  process.stderr.write(`${String(error?.stack ?? error).slice(0, 4000)}\n`);
  reallyExit.call(process, 70);
});
