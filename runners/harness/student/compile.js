'use strict';
// How a file of the submission becomes what Node runs, as the test framework would have it.

const { readFileSync } = require('fs');
const path = require('path');
const { fileURLToPath } = require('url');
const { readStrictly } = require('../common/strictly.js');

// Only where it is needed, and then from its own file: it brings a compiler along.
const TRANSFORM = path.join(__dirname, 'transform.js');
const SYNTAX = /^\s*(?:import|export)\b/m;

// `how`: {babel: whether ES modules become CommonJS, strict: Babel reads all code, loose: as vite has it,
// variables}.
function compiler(how) {
  let transform = null;

  function compile(url, context, next) {
    if (how.loose && /\.[jt]sx?(?:\?|$)/.test(url)) return loosely(url, context, next);
    if (url.endsWith('.json') || (!how.babel && !how.strict)) return next(url, context);
    const typed = /\.[cm]?tsx?(?:\?|$)/.test(url);
    const marked = /\.[jt]sx(?:\?|$)/.test(url);
    // Node takes types out by itself, and refuses what is more than a type: enum, constructor(private name).
    const loaded = how.babel && typed ? { source: readFileSync(fileURLToPath(url), 'utf8') }
      : next(url, how.babel ? { ...context, format: 'commonjs' } : context);
    const source = String(loaded.source ?? '');
    if (!typed && !marked && !SYNTAX.test(source)) {
      if (how.strict && !/^(?:module|wasm)/.test(loaded.format)) readStrictly(source, fileURLToPath(url));
      return loaded;
    }
    if (!how.babel) return loaded;
    transform ??= require(TRANSFORM).transform;
    return { format: 'commonjs', source: transform(source, fileURLToPath(url), { typed, marked }),
      shortCircuit: true };
  }

  // TypeScript and JSX as modules, where they are any.
  function loosely(url, context, next) {
    if (!/\.(?:ts|[jt]sx)(?:\?|$)/.test(url)) return next(url, context);
    const file = fileURLToPath(url);
    transform ??= require(TRANSFORM).transform;
    return { format: 'module', shortCircuit: true, source: transform(readFileSync(file, 'utf8'), file,
      { typed: /\.tsx?$/.test(file), marked: file.endsWith('x'), keep: true }) };
  }

  return { compile, loose: how.loose === true, extensions: how.babel ? ['.jsx', '.ts', '.tsx'] : [],
    variables: how.variables ?? {} };
}

module.exports = { SYNTAX, compiler };
