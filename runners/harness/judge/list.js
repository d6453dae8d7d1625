'use strict';
// Names the tests of files that can be judged from another jail, without the framework's own start
// and without the code that they test.

const fs = require('fs');
const path = require('path');
const { read } = require('./pack.js');
const { runFile } = require('./run.js');

const ROOT = '/submission';

function sourceOf(file) {
  try {
    return fs.readFileSync(path.join(ROOT, file), 'utf8');
  } catch {
    return null;
  }
}

// Prepared once for the layer: see prepare.js.
const packOf = (framework) => path.join(__dirname, `../prepared/judge-${framework}.pack`);

// By file: {together} why its tests cannot be judged from outside, or {tests}, rows of the listing;
// neither where the names depend on what is not here. `settings`: what was read of the template.
async function list(framework, files, settings) {
  const pack = read(packOf(framework));
  const found = new Map();
  for (const file of files) {
    const source = sourceOf(file);
    if (source !== null) found.set(file, await listOne(pack, framework, file, source, settings));
  }
  return found;
}

async function listOne(pack, framework, file, source, settings) {
  let tests = null;
  const end = await runFile(pack, framework, { file, files: { [file]: source }, settings }, null,
    async (row) => {
      tests = row.tests;
    });
  if (end.refused) return { together: end.refused };
  if (end.failure || end.uncertain || tests === null || tests.length === 0) return {};
  return { tests: tests.map(({ name, state }) => [name, state === 'run' ? 'passed' : state]),
    lacking: end.asked.filter(isLacking).map(lackOf) };
}

const ENDS = ['', '.js', '.mjs', '.cjs', '.jsx', '.ts', '.tsx', '.json', '/index.js', '/index.ts'];

// Whether the listed tree has no such module.
function isLacking({ name, from }) {
  const base = path.resolve(path.dirname(from), name);
  return !ENDS.some((end) => fs.statSync(base + end, { throwIfNoEntry: false })?.isFile());
}

function lackOf({ name, from }) {
  const file = path.relative(ROOT, from);
  return { kind: 'missing_file', message: `Cannot find module '${name}' from '${file}'`, subject: name,
    file, line: 0, column: 0 };
}

// A line of the listing for one file, where it needs no more; else what to add to one.
async function lineOf(framework, file, settings) {
  const known = (await list(framework, [file], settings)).get(file) ?? {};
  if (known.tests) return { line: { file, tests: known.tests, failure: null, problem: '', lacking: known.lacking } };
  return { together: known.together ?? '' };
}

module.exports = { lineOf, list };
