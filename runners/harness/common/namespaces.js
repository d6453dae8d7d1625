'use strict';
// TypeScript's namespaces, which sucrase leaves out without a word, become what they are in JavaScript.

const { stripTypeScriptTypes } = require('module');

const START = /^([ \t]*)(?:export[ \t]+)?(?:namespace|module)[ \t]+[\w$.]+[ \t]*\{/m;
const TRIES = 500;

// The text of the namespace that begins at `start`, in JavaScript, and where it ends.
function converted(source, start) {
  let end = start;
  for (let i = 0; i < TRIES; i += 1) {
    end = source.indexOf('}', end) + 1;
    if (end === 0) return null;
    try {
      return { code: stripTypeScriptTypes(source.slice(start, end), { mode: 'transform' }).trim(), end };
    } catch {
      // A brace within it.
    }
  }
  return null;
}

// A class of the same name declares it already.
function withoutItsName(code, source) {
  const [all, name] = /\n(?:export )?var ([\w$]+);$/.exec(code) ?? ['', ''];
  const isClass = name && new RegExp(`\\bclass\\s+${name.replace(/\$/g, '\\$')}\\b`).test(source);
  return isClass ? code.slice(0, -all.length) : code.replace(/\n(.*)$/, ' $1');
}

// Lines after a namespace stay where they were, unless it grew.
function withoutNamespaces(source) {
  let done = '';
  let rest = source;
  for (let found = START.exec(rest); found; found = START.exec(rest)) {
    const made = converted(rest, found.index);
    if (!made) return done + rest;
    const lines = rest.slice(found.index, made.end).split('\n').length;
    let code = withoutItsName(made.code, source);
    if (lines === 1) code = code.replace(/\n\s*/g, ' ');
    done += rest.slice(0, found.index) + code + '\n'.repeat(Math.max(0, lines - code.split('\n').length));
    rest = rest.slice(made.end);
  }
  return done + rest;
}

module.exports = { withoutNamespaces };
