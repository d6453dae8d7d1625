'use strict';
// How a file of the submission becomes what Node runs, as the test framework would have it.

const { fileURLToPath } = require('url');

const SYNTAX = /^\s*(?:import|export)\b/m;

// `how`: {babel: whether ES modules become CommonJS, jsx, variables}.
function compiler(how) {
  let transform = null;

  function compile(url, context, next) {
    if (!how.babel || url.endsWith('.json')) return next(url, context);
    const loaded = next(url, { ...context, format: 'commonjs' });
    const source = String(loaded.source ?? '');
    const typed = /\.[cm]?tsx?(?:\?|$)/.test(url);
    const marked = /\.[jt]sx(?:\?|$)/.test(url);
    if (!typed && !marked && !SYNTAX.test(source)) return loaded;
    transform ??= require('./transform.js').transform;
    return { format: 'commonjs', source: transform(source, fileURLToPath(url), { typed, marked }),
      shortCircuit: true };
  }

  return { compile, extensions: how.babel ? ['.jsx', '.ts', '.tsx'] : [],
    variables: how.variables ?? {} };
}

module.exports = { compiler };
