'use strict';
// Naming the tests of a file, running none: what declares tests is a collector, and what cannot be
// loaded of the tree around the file are stubs.

const Module = require('module');
const { fileURLToPath } = require('url');
const { lackingOf } = require('./failures.js');
const { importedNames, makeStub, stubModule } = require('./stub.js');

const STUB = 'grader-stub:';
const inSubmission = (url) => String(url ?? '').startsWith('file:///submission/');

const seen = { failures: [], used: false, stubAll: false };
globalThis[Symbol.for('grader.stub')] = makeStub(() => {
  seen.used = true;
});

const stubs = new Map();
function stubFor(parent, specifier) {
  const url = `${STUB}${stubs.size}`;
  stubs.set(url, importedNames(fileURLToPath(parent), specifier));
  return { url, format: 'module', shortCircuit: true };
}

function installHooks(replaced) {
  Module.registerHooks({
    resolve(specifier, context, next) {
      const instead = replaced[specifier];
      if (instead && inSubmission(context.parentURL)) {
        return { url: instead, format: 'commonjs', shortCircuit: true };
      }
      const own = inSubmission(context.parentURL) && !specifier.startsWith('node:');
      if (own && seen.stubAll && /^[./]/.test(specifier)) {
        return stubFor(context.parentURL, specifier);
      }
      try {
        return next(specifier, context);
      } catch (error) {
        // A required module is replaced below, where it would have been used.
        if (!own || !context.conditions.includes('import')) throw error;
        seen.failures.push(error);
        return stubFor(context.parentURL, specifier);
      }
    },
    load(url, context, next) {
      if (!url.startsWith(STUB)) return next(url, context);
      return { format: 'module', shortCircuit: true, source: stubModule(stubs.get(url)) };
    },
  });
  const { require: original } = Module.prototype;
  Module.prototype.require = function requireOrStub(name) {
    try {
      return original.call(this, name);
    } catch (error) {
      if (!String(this.filename).startsWith('/submission/')) throw error;
      seen.failures.push(error);
      return globalThis[Symbol.for('grader.stub')];
    }
  };
  process.exit = () => {
    throw new Error('process.exit was called');
  };
  process.abort = process.exit;
  process.reallyExit = process.exit;
}

// `collector`: {load(again), reset(), tests()}; `again` is a query that makes the file another module
// than before, tests() gives [[name, state]]. `replaced`: URLs of CommonJS modules by the names that
// the submission asks for. Gives {tests, failure, lacking}.
async function list(collector, failureOf, replaced = {}) {
  installHooks(replaced);
  let thrown = null;
  try {
    await collector.load('');
  } catch (error) {
    thrown = { error };
  }
  if (thrown) {
    // Once more, with every module of the tree a stub.
    seen.stubAll = true;
    seen.failures.push(thrown.error);
    collector.reset();
    try {
      await collector.load('?again');
      thrown = null;
    } catch (error) {
      thrown = { error };
    }
  }
  const tests = await collector.tests();
  const lacking = lackingOf(seen.failures);
  if (thrown) return { tests: [], failure: failureOf(thrown.error), lacking };
  // Names that were made from what is not there are not the suite's.
  if (seen.used && seen.failures.length > 0) {
    return { tests: [], failure: failureOf(seen.failures[0]), lacking };
  }
  return { tests, failure: null, lacking };
}

module.exports = { list };
