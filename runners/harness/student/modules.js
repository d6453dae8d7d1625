'use strict';
// Loads what the tests ask for of the submission: as the test framework would resolve and compile it.

const Module = require('module');
const path = require('path');
const { pathToFileURL } = require('url');
const { describe } = require('../common/failures.js');
const { compiler } = require('./compile.js');

const ROOT = '/submission/';
const { stringify } = JSON;

function makeModules() {
  const failures = new WeakMap();  // thrown while loading -> what is said of it
  let generation = 0;
  let options = null;

  // Modules are made anew for each test file; those of Node's own loader by another address.
  function installHooks() {
    Module.registerHooks({
      resolve(specifier, context, next) {
        const found = next(specifier, context);
        if (generation === 0 || !found.url.startsWith(`file://${ROOT}`)) return found;
        if (!context.conditions.includes('import')) return found;
        return { ...found, url: `${found.url.split('?')[0]}?${generation}` };
      },
      load(url, context, next) {
        if (!url.startsWith(`file://${ROOT}`)) return next(url, context);
        return options.compile(url, context, next);
      },
    });
  }

  function reset() {
    for (const file of Object.keys(require.cache)) {
      if (file.startsWith(ROOT)) delete require.cache[file];
    }
    generation += 1;
  }

  function failed(error) {
    const known = (typeof error === 'object' && error !== null) || typeof error === 'function';
    if (known) failures.set(error, stringify(describe(error)));
    return error;
  }

  function required(specifier, from) {
    try {
      return Module.createRequire(from)(specifier);
    } catch (error) {
      throw failed(error);
    }
  }

  async function imported(specifier, from) {
    try {
      const found = /^[./]/.test(specifier)
        ? pathToFileURL(path.resolve(path.dirname(from), specifier)).href : specifier;
      return await import(found);
    } catch (error) {
      throw failed(error);
    }
  }

  const operations = {
    // Before anything is loaded for a test file. `how`: JSON.
    begin(how) {
      const first = options === null;
      options = compiler(JSON.parse(how));
      for (const [name, value] of Object.entries(options.variables)) process.env[name] = value;
      for (const one of options.extensions) Module._extensions[one] ??= Module._extensions['.js'];
      if (first) installHooks();
    },
    reset,
    require: required,
    import: imported,
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
    failureOf: (error) => ((typeof error === 'object' && error !== null) || typeof error === 'function'
      ? failures.get(error) ?? '' : ''),
  };
}

module.exports = { makeModules };
