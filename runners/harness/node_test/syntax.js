'use strict';
// The place of a syntax error: Node's loaders throw it without one, compiling again tells.

const fs = require('fs');
const path = require('path');
const vm = require('vm');
const { describe } = require('../common/failures.js');

const MAX_FILES = 200;

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

function compiled(file, source) {
  const module = /\.mjs$/.test(file) || /^\s*(?:import|export)\b/m.test(source);
  try {
    if (module && vm.SourceTextModule) new vm.SourceTextModule(source, { identifier: file });
    else vm.compileFunction(source, ['exports', 'require', 'module', '__filename', '__dirname'],
      { filename: file });
    return null;
  } catch (error) {
    return error;
  }
}

// {file, line, column} of the first file, from the test file on, that fails with the same words; {}
// where none does.
function place(error, testFile) {
  const wanted = describe(error).message;
  const queue = [testFile];
  try {
    for (let at = 0; at < queue.length && at < MAX_FILES; at += 1) {
      const source = fs.readFileSync(queue[at], 'utf8').replace(/^#!.*/, '');
      const found = compiled(queue[at], source);
      if (found) {
        const { message, file, line, column } = describe(found);
        if (message === wanted && line) return { file, line, column };
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

module.exports = { place };
