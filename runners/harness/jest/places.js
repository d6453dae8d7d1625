'use strict';
// Where a template says things: the folders above a test file, and what their package.json has.

const fs = require('fs');
const path = require('path');
const { ROOT, moduleFile } = require('./config.js');

function json(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function foldersUp(file) {
  const folders = [];
  for (let at = path.dirname(path.join(ROOT, file)); at.startsWith(ROOT); at = path.dirname(at)) {
    folders.push(at);
  }
  return folders;
}

// [{folder, content}], the nearest first.
function packagesUp(file) {
  return foldersUp(file)
    .map((folder) => ({ folder, content: json(path.join(folder, 'package.json')) }))
    .filter(({ content }) => content && typeof content === 'object');
}

// Folders that fit a glob such as packages/*.
function foldersLike(folder, glob) {
  const at = path.resolve(folder, String(glob).replace('<rootDir>', folder));
  if (!at.startsWith(`${ROOT}/`) && at !== ROOT) return [];
  if (!/[*?{[]/.test(at)) return fs.existsSync(at) ? [at] : [];
  const found = fs.globSync?.(at, { exclude: (name) => name === 'node_modules' }) ?? [];
  return found.filter((one) => fs.statSync(one).isDirectory()).sort();
}

function resolves(name, from) {
  try {
    require.resolve(name, { paths: [from, path.dirname(moduleFile('jest-config'))] });
    return true;
  } catch {
    return false;
  }
}

module.exports = { foldersLike, foldersUp, json, packagesUp, resolves };
