'use strict';
// Runs test files with vitest, one after the other, each in a process of its own. Vite and vitest
// live here, where no student's code is; runner.mjs writes what came out of a file.

const { request, write, sha256 } = require('../common/results.js').open();
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');
const { describe, noFile } = require('../common/failures.js');
const handoff = require('./handoff.js');
const { ROOT, guess, optionsFor } = require('./options.js');
const { keepFailures, makePlugin } = require('./plugin.js');
const { placed } = require('./places.js');

const MODULES = '/node_modules';
const listing = request.mode === 'list';

// Vitest before 4 reads these from the root, whatever it is told.
const WORKSPACE = /^vitest\.(?:workspace|projects)\./;
const { readdir } = fs.promises;
fs.promises.readdir = async (...args) => {
  const names = await readdir(...args);
  return names.filter((one) => !WORKSPACE.test(String(one?.name ?? one)));
};

// What a run leaves behind in this process must not take the files after it along.
const ignore = () => {};
process.on('uncaughtException', ignore);
process.on('unhandledRejection', ignore);

const { plugin, state } = makePlugin();
const failures = [];  // what vite could not transform
const folder = fs.mkdtempSync('/tmp/grader-');
const opened = new Map();

// One for each way of running; what it has transformed with stubs is of no use without.
async function vitestFor(chosen, stubAll) {
  const text = JSON.stringify([chosen, stubAll]);
  if (!opened.has(text)) {
    const { createVitest } =
      await import(pathToFileURL(path.join(MODULES, 'vitest/dist/node.js')).href);
    const { version } = JSON.parse(fs.readFileSync(path.join(MODULES, 'vite/package.json'), 'utf8'));
    const vitest = await createVitest('test', ...optionsFor(chosen, plugin, version));
    keepFailures(vitest.server ?? vitest.vite, failures);
    opened.set(text, vitest);
  }
  return opened.get(text);
}

function chosenFor(file) {
  const index = request.settings?.files?.[file];
  const given = index === undefined ? undefined : request.settings.configs?.[index];
  return given ?? guess(fs.readFileSync(path.join(ROOT, file), 'utf8'));
}

function lineOf(file, chosen, { value, forged }) {
  if (forged) {
    return { file, tests: [], failure: null, problem: 'results were not written by the runner' };
  }
  const { tests, failure, problem, used, lacking } = value;
  return { file, tests, failure: failure && placed(failure, failures, chosen.root),
    problem: problem ?? '', used, lacking };
}

// What the file's own process wrote, or why it never came to that; null where it left.
async function runOne(file, stubAll) {
  const testFile = path.join(ROOT, file);
  Object.assign(state, { listing, stubAll, lacking: [] });
  const chosen = chosenFor(file);
  const vitest = await vitestFor(chosen, stubAll);
  const token = crypto.randomBytes(16).toString('hex');
  const given = { key: sha256(`${request.canaries} ${token}`), out: path.join(folder, `${token}.out`),
    random: sha256(`${request.canaries} ${file}`), listing, name: file };
  const place = path.join(folder, `${token}.in`);
  handoff.give(place, given);
  const project = vitest.getRootProject?.() ?? vitest.getCoreWorkspaceProject();
  // 3 and later, 2, 1.
  const spec = project.createSpecification?.(testFile) ?? project.createSpec?.(testFile, 'forks')
    ?? [project, testFile];
  const run = vitest.runTestSpecifications ?? vitest.runFiles;
  await run.call(vitest, [spec], false);
  // Before 4 a pool hands the environment of its beginning on.
  await vitest.pool?.close?.();
  vitest.pool = undefined;
  const answer = handoff.answer(given);
  if (answer) return lineOf(file, chosen, answer);
  if (!fs.existsSync(place)) return null;
  fs.unlinkSync(place);
  const [error] = vitest.state.getUnhandledErrors?.() ?? [];
  const failure = describe(error ?? new Error('the file was not run'));
  return lineOf(file, chosen, { value: { tests: [], failure } });
}

async function listOne(file) {
  const known = await require('../judge/list.js').lineOf('vitest', file, request.settings);
  if (known.line) return known.line;
  const first = await runOne(file, false);
  let line = first;
  const lacking = [...state.lacking, ...(first?.lacking ?? [])];
  const broken = first?.failure?.kind === 'empty' ? null : first?.failure;
  if (!first || broken) {
    // Once more, with every module of the tree a stub.
    const second = await runOne(file, true);
    if (second && !second.failure) {
      line = second;
      if (/^missing_/.test(broken?.kind)) lacking.push(broken);
    }
  }
  if (!line) return null;
  const told = { file, tests: line.tests, failure: line.failure, problem: line.problem,
    lacking: lacking.slice(0, 50), together: known.together };
  // Names that were made from what is not there are not the suite's.
  const reason = lacking[0] ?? broken;
  return line.used && reason ? { ...told, tests: [], failure: reason } : told;
}

async function main() {
  if (listing) {
    const read = await require('./settings.js').read(request.files);
    request.settings = read.settings;
    write(read);
  }
  for (const file of request.files) {
    write({ start: file });
    if (!fs.existsSync(path.join(ROOT, file))) {
      write({ file, tests: [], failure: noFile(file), problem: '' });
      continue;
    }
    const line = listing ? await listOne(file) : await runOne(file, false);
    if (line) write({ ...line, used: undefined });
  }
  write({ end: request.files.length });
}

main().then(() => process.reallyExit(0), (error) => {
  process.stderr.write(`${String(error?.stack ?? error).slice(0, 4000)}\n`);
  process.reallyExit(70);
});
