'use strict';
// Loads what the tests ask for of the submission: as the test framework would resolve and compile it.

const fs = require('fs');
const Module = require('module');
const path = require('path');
const { fileURLToPath, pathToFileURL } = require('url');
const { describe } = require('../common/failures.js');
const { isPath, namesFor, readRows } = require('../common/mapped_names.js');
const { SYNTAX, compiler } = require('./compile.js');

const ROOT = '/submission/';
const ENDS = ['.mjs', '.js', '.mts', '.ts', '.jsx', '.tsx', '.json', '/index.js', '/index.ts'];
const { stringify } = JSON;

const isModule = ({ format, source }, url) => !/\.c[jt]s$/.test(url) && !/json|wasm/.test(format) &&
  SYNTAX.test(typeof source === 'string' ? source : Buffer.from(source).toString());

// `refuse(name)`: the configuration says that a module of this name is no file, so the tests cannot be
// judged from outside. `checkModule(specifier, from)` throws where a module is not to be given away.
// `look(source)` sees each file.
function makeModules(refuse, checkModule, look) {
  const failures = new WeakMap();  // thrown while loading -> what is said of it
  let options = null;
  let renamed = [];  // see mapped_names.js
  let lasting = false;  // ES modules are there, which are made once only

  function installHooks() {
    Module.registerHooks({
      resolve: resolved,
      load(url, context, next) {
        if (!url.startsWith(`file://${ROOT}`)) return next(url, context);
        const loaded = options.compile(url, context, next);
        if (loaded.source) look(String(loaded.source));
        // Node tells by the syntax where nothing else says it.
        lasting = lasting || /^module/.test(loaded.format) || (loaded.source && isModule(loaded, url));
        return loaded;
      },
    });
  }

  const fromHere = ({ parentURL }) => String(parentURL).startsWith(`file://${ROOT}`);

  function resolved(specifier, context, next) {
    const names = fromHere(context) ? namesFor(renamed, specifier) : null;
    if (names === null) return withEnd(specifier, context, next, options.loose);
    if (!names.every(isPath)) refuse(specifier);
    for (const name of names.slice(0, -1)) {
      try {
        return withEnd(name, context, next, true);
      } catch {
        // The next one.
      }
    }
    return withEnd(names.at(-1), context, next, true);
  }

  // `loose`: with the ends of names left out, as vite and jest have it.
  function withEnd(specifier, context, next, loose) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!loose || !isPath(specifier) || !context.parentURL) throw error;
      const base = path.resolve(path.dirname(fileURLToPath(context.parentURL)), specifier);
      const end = ENDS.find((one) => fs.existsSync(base + one));
      if (!end) throw error;
      return { url: pathToFileURL(base + end).href, shortCircuit: true };
    }
  }

  function reset() {
    for (const file of Object.keys(Module._cache)) {
      if (file.startsWith(ROOT)) delete Module._cache[file];
    }
  }

  function failed(error) {
    const known = (typeof error === 'object' && error !== null) || typeof error === 'function';
    if (known) failures.set(error, stringify(describe(error)));
    return error;
  }

  function required(specifier, from) {
    try {
      checkModule(specifier, from);
      return Module.createRequire(from)(specifier);
    } catch (error) {
      throw failed(error);
    }
  }

  const operations = {
    // Before anything is loaded for a test file. `how`: JSON.
    begin(how) {
      const first = options === null;
      const said = JSON.parse(how);
      options = compiler(said);
      renamed = readRows(said.names);
      for (const [name, value] of Object.entries(options.variables)) process.env[name] = value;
      for (const one of options.extensions) Module._extensions[one] ??= Module._extensions['.js'];
      if (first) installHooks();
    },
    reset() {
      if (lasting) throw new Error('ES modules are made once only');
      reset();
    },
    require: required,
    // "" where there is no such file.
    resolve(specifier, from) {
      try {
        return Module.createRequire(from).resolve(specifier);
      } catch {
        return '';
      }
    },
  };

  return {
    operations,
    reset,
    isLasting: () => lasting,
    failureOf: (error) => ((typeof error === 'object' && error !== null) || typeof error === 'function'
      ? failures.get(error) ?? '' : ''),
  };
}

module.exports = { makeModules };
