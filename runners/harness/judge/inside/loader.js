'use strict';
// Modules for a test file. Files that the rubric's side laid run here; other files of the submission
// are asked for in the other jail; packages come from the environment, and run here too.

const { isPath, namesFor, readRows } = require('../../common/mapped_names.js');

const ENDS = ['', '.js', '.mjs', '.cjs', '.jsx', '.ts', '.tsx', '.json', '/index.js', '/index.ts'];
// Packages that are at home where the tests are, and only touch what they are given.
const KNOWN = new Set(['chai', 'chai-as-promised', 'expect', 'lodash', 'sinon', 'sinon-chai']);
const BUILTIN = new Set(['assert', 'assert/strict', 'buffer', 'crypto', 'events', 'fs', 'fs/promises', 'os',
  'path', 'path/posix', 'perf_hooks', 'querystring', 'stream', 'string_decoder', 'timers',
  'timers/promises', 'url', 'util', 'util/types']);

function makeLoader({ global, request, refuse, outside, modules, theirs, resolveTheirs }) {
  const cache = new Map();
  const guarded = new Map();
  const renamed = readRows(request.settings.names);
  const first = outside.resolvePath('/submission/x', `./${request.file}`);

  function builtin(name) {
    const plain = name.replace(/^node:/, '');
    if (Object.hasOwn(modules, name)) return modules[name];
    if (!BUILTIN.has(plain)) refuse(`the tests use ${name}`);
    if (!guarded.has(plain)) guarded.set(plain, guard(plain, outside.builtin(plain)));
    return guarded.get(plain);
  }

  // Node's own modules are those of this process, and of the tests after these: nobody changes them
  // here. In the other jail there are others anyway.
  function guard(name, object) {
    const files = name.startsWith('fs');
    return new Proxy(object, {
      get(target, key) {
        const value = target[key];
        if (!files) return value;
        if (typeof value === 'object' && value !== null && key === 'promises') return builtin('fs/promises');
        return typeof value === 'function' ? outside.guardFile(value, target, refuse) : value;
      },
      set: () => refuse(`the tests replace something in ${name}`),
      defineProperty: () => refuse(`the tests replace something in ${name}`),
      deleteProperty: () => refuse(`the tests replace something in ${name}`),
    });
  }

  function laid(specifier, from) {
    const base = outside.resolvePath(from, specifier);
    for (const end of ENDS) if (outside.isLaid(base + end)) return base + end;
    return '';
  }

  // Of what the template calls otherwise: `names` are what to try.
  function underOtherNames(specifier, names, from) {
    if (!names.every(isPath)) refuse(`the configuration says what ${specifier} is`);
    const file = names.map((name) => laid(name, from)).find((one) => one !== '');
    return file ? run(file) : theirs(specifier, from, names[0]);
  }

  function requireFrom(from) {
    const ask = (specifier) => {
      const name = String(specifier);
      const others = namesFor(renamed, name);
      if (others) return underOtherNames(name, others, from);
      if (Object.hasOwn(modules, name)) return modules[name];
      if (name.startsWith('node:') || outside.isBuiltin(name)) return builtin(name);
      if (isPath(name)) {
        const file = laid(name, from);
        return file ? run(file) : theirs(name, from, name);
      }
      const [first, second] = name.split('/');
      const bare = first.startsWith('@') ? `${first}/${second}` : first;
      if (!KNOWN.has(bare)) refuse(`the tests use the package ${bare}`);
      const instead = request.settings.instead?.[bare];
      return packaged(instead ? instead + name.slice(bare.length) : name, from);
    };
    ask.linked = (specifier, names) => {
      const given = ask(specifier);
      const missing = names.find((name) => name !== 'default' && !(name in Object(given)));
      if (missing === undefined) return given;
      throw new global.SyntaxError(`The requested module '${specifier}' does not provide an export named '${missing}'`);
    };
    ask.resolve = (specifier) => laid(specifier, from) || resolveTheirs(specifier, from) ||
      refuse('the tests look for a file');
    ask.cache = {};
    return ask;
  }

  // What ES modules find of themselves.
  function metaOf(file) {
    const meta = { url: outside.urlOf(file), filename: file, dirname: outside.dirname(file), main: false,
      resolve: (specifier) => (isPath(String(specifier)) ? outside.urlOf(outside.resolvePath(file, String(specifier)))
        : refuse('the tests look for a package')) };
    return new Proxy(meta, { get(target, key) {
      if (typeof key === 'string' && !Object.hasOwn(target, key)) refuse(`the tests use import.meta.${key}`);
      return target[key];
    } });
  }

  // A package's module, in this realm.
  function packaged(name, from) {
    const file = outside.resolvePackage(name, from);
    return load(file, (source) => outside.compile(source, file, { types: false, modules: outside.isModule(source, file) }),
      (ask) => {
        if (ask.startsWith('node:') || outside.isBuiltin(ask)) return outside.builtin(ask.replace(/^node:/, ''));
        return packaged(ask, file);
      });
  }

  function load(file, compile, ask) {
    const known = cache.get(file);
    if (known) return known.exports;
    const module = { exports: {}, id: file, filename: file, path: outside.dirname(file), loaded: false,
      children: [], paths: [], parent: null };
    cache.set(file, module);
    try {
      if (file.endsWith('.json')) {
        module.exports = JSON.parse(outside.read(file));
      } else {
        const run_ = compile(outside.read(file));
        const given = run_.call(module.exports, module.exports, ask, module, file, module.path, metaOf(file));
        if (outside.isAsync(run_)) {
          if (file !== first) refuse('a module beside the tests waits while it is loaded');
          return given;
        }
      }
    } catch (error) {
      cache.delete(file);
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }

  function run(file) {
    const source = file.endsWith('.json') ? '' : outside.read(file);
    const isModule = outside.isModule(source, file);
    if (/\.[jt]sx$/.test(file)) refuse('the tests hold JSX');
    const types = /\.[cm]?ts$/.test(file);
    const native = request.settings.native === true;
    const how = { types, modules: isModule, native, linked: native && !types && request.settings.loose !== true };
    return load(file, (text) => outside.compile(text, file, how), requireFrom(file));
  }

  return {
    run: () => run(first),
    reset() {
      cache.clear();
    },
  };
}

module.exports = { makeLoader };
