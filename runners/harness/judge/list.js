'use strict';
// Names the tests of files that can be judged from another jail, without the framework's own start
// and without the code that they test.

const fs = require('fs');
const path = require('path');
const { read } = require('../common/pack.js');
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
  if (end.asked.some(isHelper)) return { together: 'a helper of the tests uses the test framework' };
  // The framework may still read it.
  if (end.failure?.kind === 'syntax') return { together: 'the tests are written as only their framework reads them' };
  if (end.failure || end.uncertain || tests === null || tests.length === 0) return {};
  return { tests: tests.map(({ name, state }) => [name, state === 'run' ? 'passed' : state]),
    lacking: end.asked.filter(isLacking).map(lackOf) };
}

const ENDS = ['', '.js', '.mjs', '.cjs', '.jsx', '.ts', '.tsx', '.json', '/index.js', '/index.ts'];

// The file of the listed tree that a module stands for, or undefined.
function fileOf({ name, from }) {
  const base = path.resolve(path.dirname(from), name);
  const end = ENDS.find((one) => fs.statSync(base + one, { throwIfNoEntry: false })?.isFile());
  return end === undefined ? undefined : base + end;
}

const isLacking = (asked) => fileOf(asked) === undefined;

const COMMENTS = /\/\*[^]*?\*\/|(?<!:)\/\/.*/g;
const DECLARES = /(?<![.\w$]|function )(?:describe|it|test|expect|jest|vi|(?:before|after)(?:Each|All))\s*[.(]/;
const IMPORTS = /(?:\bfrom\s*|\brequire\(\s*|^\s*import\s*)['"](?:@jest\/globals|chai|mocha|node:test|sinon|vitest)['"]/m;

// What the template keeps beside its tests and only runs where these do.
function isHelper(asked) {
  const file = fileOf(asked);
  if (!/\.[cm]?[jt]sx?$/.test(file ?? '')) return false;
  const source = fs.readFileSync(file, 'utf8').replace(COMMENTS, '');
  return DECLARES.test(source) || IMPORTS.test(source);
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
