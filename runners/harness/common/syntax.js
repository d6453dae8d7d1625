'use strict';
// The place of a syntax error: Node's loaders throw it without one, checking again tells.

const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const { describe } = require('./failures.js');

const MAX_FILES = 20;

// The files of the submission that `source`, which stands in `folder`, loads by relative names.
function loadedBy(source, folder) {
  const files = [];
  for (const [, , name] of source.matchAll(/(['"`])(\.{1,2}\/[^'"`\n]+)\1/g)) {
    const full = path.resolve(folder, name);
    const found = ['', '.js', '.mjs', '.cjs', '/index.js'].map((end) => full + end)
      .find((one) => /\.[cm]?js$/.test(one) && fs.existsSync(one));
    if (found) files.push(found);
  }
  return files;
}

// What Node says of a file that it does not run; null where it parses.
function complaint(file) {
  const { status, stderr } = spawnSync(process.execPath, ['--check', file],
    { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'ignore', 'pipe'] });
  return status === 0 ? null : describe({ name: 'SyntaxError', message: '', stack: stderr });
}

// {file, line, column} of the first file, from the test file on, that fails with the same words; {}
// where none does.
function place(error, testFile) {
  const wanted = describe(error).message;
  const queue = [testFile];
  try {
    for (let at = 0; at < queue.length && at < MAX_FILES; at += 1) {
      const source = fs.readFileSync(queue[at], 'utf8');
      const found = complaint(queue[at]);
      if (found?.line && found.message === wanted) {
        return { file: found.file, line: found.line, column: found.column };
      }
      for (const next of loadedBy(source, path.dirname(queue[at]))) {
        if (!queue.includes(next)) queue.push(next);
      }
    }
  } catch {
    // A file that cannot be read: no place.
  }
  return {};
}

// Why a file that Node itself loaded gave no tests.
function failureOf(error, file) {
  const failure = describe(error);
  if (failure.kind !== 'syntax' || failure.line) return failure;
  return { ...failure, ...place(error, path.join('/submission', file)) };
}

module.exports = { failureOf };
