'use strict';
// Naming the tests of a file that uses node:test, running none: node:test is replaced by a
// collector, and what cannot be loaded of the tree around it by stubs.

const fs = require('fs');
const Module = require('module');
const path = require('path');
const { fileURLToPath, pathToFileURL } = require('url');
const { lackingOf } = require('../common/failures.js');
const { makeStub } = require('../common/stub.js');

const COLLECTOR = pathToFileURL(path.join(__dirname, 'collector.js')).href;
const STUB = 'grader-stub:';
const inSubmission = (url) => String(url ?? '').startsWith('file:///submission/');

const seen = { failures: [], used: false, stubAll: false };
globalThis[Symbol.for('grader.stub')] = makeStub(() => {
  seen.used = true;
});

// The names that `parent` imports from `specifier`; an ES module must export exactly what is asked.
function importedNames(parent, specifier) {
  let source = '';
  try {
    source = fs.readFileSync(fileURLToPath(parent), 'utf8');
  } catch {
    return [];
  }
  const names = new Set();
  const statement = /(?:import|export)\s+([^'";]*?)\s+from\s*(['"])([^'"]+)\2/g;
  for (const [, clause, , from] of source.matchAll(statement)) {
    if (from !== specifier) continue;
    for (const part of /\{([^}]*)\}/.exec(clause)?.[1].split(',') ?? []) {
      const name = part.trim().split(/\s+as\s+/)[0];
      const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
      if (isName && name !== 'default') names.add(name);
    }
  }
  return [...names];
}

const stubs = new Map();
function stubFor(parent, specifier) {
  const url = `${STUB}${stubs.size}`;
  stubs.set(url, importedNames(parent, specifier));
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
      const value = "globalThis[Symbol.for('grader.stub')]";
      const lines = stubs.get(url)
        .map((name) => `const s_${name} = ${value}; export { s_${name} as ${name} };`);
      return { format: 'module', shortCircuit: true,
        source: `export default ${value};\n${lines.join('\n')}` };
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
