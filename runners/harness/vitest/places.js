'use strict';
// The place of what vite could not read: it tells the process of the test file only the words.

const fs = require('fs');
const path = require('path');

const PREFIX = '/submission/';

const clean = (text) => String(text ?? '').replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');

function isSyntax(error) {
  return error?.code === 'PARSE_ERROR' || error?.errors?.length > 0 ||
    /^Failed to parse source for import analysis/.test(String(error?.message));
}

// The parser's own words, without what vite puts around them.
function words(error) {
  const [first] = error.errors ?? [];
  const lines = clean(first?.text ?? first?.message ?? error.message).split('\n')
    .map((line) => line.trim().replace(/^Parse failure: /, '').replace(/^\[\w+\] /, ''))
    .filter((line) => line && !/^(?:Parse|Transform) failed with \d+ errors?:$/.test(line));
  return lines[0] ?? 'This file cannot be parsed.';
}

// Vite names files of the root by what follows the root.
function fileOf(names, root) {
  for (const name of names) {
    if (typeof name !== 'string') continue;
    const plain = name.split('?')[0];
    if (plain.startsWith(PREFIX)) return plain;
    const below = path.join(root, plain);
    if (fs.existsSync(below)) return below;
  }
  return '';
}

function positionIn(file, offset) {
  const before = fs.readFileSync(file, 'utf8').slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1).length };
}

// `failures`: {error, asked}, as vite threw them; `root` is its own.
function placed(failure, failures, root) {
  if (failure.kind !== 'thrown') return failure;
  // The latest first: an earlier file may have failed with the same words.
  const found = failures.findLast(({ error }) => isSyntax(error) &&
    failure.message.includes(clean(error.message).split('\n')[0].slice(0, 200)));
  if (!found) return failure;
  const { error, asked } = found;
  const at = error.loc ?? error.errors?.[0]?.loc ?? error.errors?.[0]?.location;
  const full = fileOf([at?.file, error.id, asked], root);
  const syntax = { kind: 'syntax', message: words(error), subject: '',
    file: full.startsWith(PREFIX) ? full.slice(PREFIX.length) : '', line: 0, column: 0 };
  try {
    const { line, column } = at ?? positionIn(full, error.pos);
    return { ...syntax, line, column: column + 1 };
  } catch {
    return syntax;
  }
}

module.exports = { placed };
