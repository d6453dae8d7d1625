'use strict';
// Naming the tests of a file that uses node:test, running none: node:test is replaced by a
// collector, and what cannot be loaded of the tree around it by stubs.

const Module = require('module');
const path = require('path');
const { fileURLToPath, pathToFileURL } = require('url');
const { lackingOf } = require('../common/failures.js');
const { importedNames, makeStub, stubModule } = require('../common/stub.js');

const COLLECTOR = pathToFileURL(path.join(__dirname, 'collector.js')).href;
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

function installHooks() {
  Module.registerHooks({
    resolve(specifier, context, next) {
      if ((specifier === 'node:test' || specifier === 'test') && inSubmission(context.parentURL)) {
        return { url: COLLECTOR, format: 'commonjs', shortCircuit: true };
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

// {tests: [[name, state]], failure, lacking}
async function list(file, failureOf) {
  installHooks();
  const collector = require('./collector.js');
  const { href } = pathToFileURL(file);
  let thrown = null;
  try {
    await import(href);
  } catch (error) {
    thrown = { error };
  }
  if (thrown) {
    // Once more, with every module of the tree a stub.
    seen.stubAll = true;
    seen.failures.push(thrown.error);
    collector.grader.reset();
    try {
      await import(`${href}?again`);
      thrown = null;
    } catch (error) {
      thrown = { error };
    }
  }
  const tests = await collector.grader.tests();
  const lacking = lackingOf(seen.failures);
  if (thrown) return { tests: [], failure: failureOf(thrown.error), lacking };
  // Names that were made from what is not there are not the suite's.
  if (seen.used && seen.failures.length > 0) {
    return { tests: [], failure: failureOf(seen.failures[0]), lacking };
  }
  return { tests, failure: null, lacking };
}

module.exports = { list };
