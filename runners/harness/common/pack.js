'use strict';
// One file that holds all that a judge runs in a fresh realm for each test file: our own modules and
// the packages of the framework, as functions that wait to be called, and V8's code for them. Reading
// it takes a few milliseconds, where loading the packages takes hundreds.

const fs = require('fs');
const Module = require('module');
const path = require('path');
const { setFlagsFromString } = require('v8');
const vm = require('vm');

const MAGIC = 'grader-pack 1\n';
const builtins = new Set([...Module.builtinModules, ...Module.builtinModules.map((one) => `node:${one}`)]);
const ASKED = /\brequire\(\s*(['"])([^'"]+)\1\s*\)/g;

// `entries`: names of packages or paths. `from`: where packages are looked for. `convert(source,
// file)` makes CommonJS of ES modules. `instead`: {name of a package: file that stands for it}. `later`: {name of a
// package that is loaded when something of it is asked for: file of what is known of it before}. `whole`: with the
// code of functions that wait to be called, too: for who reads it to call most of them, once.
function write(out, entries, from, convert, { instead = {}, later = {}, whole = false } = {}) {
  const modules = new Map();

  function visit(file) {
    if (modules.has(file)) return;
    const made = { id: modules.size, file, asks: {}, later: {}, source: '' };
    modules.set(file, made);
    const text = fs.readFileSync(file, 'utf8');
    made.source = file.endsWith('.json') ? `module.exports = ${text}` : convert(text, file);
    for (const [, , name] of made.source.matchAll(ASKED)) {
      if (builtins.has(name) || Object.hasOwn(made.asks, name)) continue;
      const found = Object.hasOwn(instead, name) ? instead[name] : resolve(name, file);
      if (!found) continue;  // optional, or asked for in a comment
      made.asks[name] = -1;
      visit(found);
      made.asks[name] = modules.get(found).id;
      if (!Object.hasOwn(later, name)) continue;
      visit(later[name]);
      made.later[name] = modules.get(later[name]).id;
    }
  }

  const ids = {};
  for (const entry of entries) {
    const file = path.isAbsolute(entry) ? entry : resolve(entry, path.join(from, 'x.js'));
    visit(file);
    ids[path.isAbsolute(entry) ? path.basename(entry, '.js') : entry] = modules.get(file).id;
  }
  const rows = [...modules.values()].map(({ file, asks, later: waits, source }) =>
    `{file:${JSON.stringify(file)},asks:${JSON.stringify(asks)},later:${JSON.stringify(waits)},` +
    `run:function(exports,require,module,__filename,__dirname){${source}\n}}`);
  const source = `({entries:${JSON.stringify(ids)},modules:[\n${rows.join(',\n')}]})`;
  if (whole) setFlagsFromString('--no-lazy');
  const script = compile(source);
  if (whole) setFlagsFromString('--lazy');
  // Once, so that what runs at the beginning has code too.
  makeRequire(script.runInThisContext(), require).all();
  const code = script.createCachedData();
  const head = Buffer.from(`${MAGIC}${code.length}\n`);
  fs.writeFileSync(out, Buffer.concat([head, code, Buffer.from(source)]));
}

// The file that `name` stands for; undefined where there is none, or it is no text.
function resolve(name, file) {
  for (const from of [file, '/node_modules/x.js', '/toolchain/node_modules/x.js']) {
    try {
      const found = Module.createRequire(from).resolve(name);
      return found.endsWith('.node') ? undefined : found;
    } catch {
      // Not from there.
    }
  }
  return undefined;
}

function compile(source, cachedData) {
  return new vm.Script(source, { filename: 'grader-pack.js', cachedData });
}

function read(file) {
  const bytes = fs.readFileSync(file);
  const head = bytes.indexOf(10, MAGIC.length) + 1;
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('this is no pack');
  const size = Number(bytes.toString('latin1', MAGIC.length, head - 1));
  return compile(bytes.toString('utf8', head + size), bytes.subarray(head, head + size));
}

// What load() gives, once something is asked for that is not in `known`.
function loadedLater(load, known) {
  return new Proxy({}, {
    get: (_, key) => (Object.hasOwn(known, key) ? known[key] : load()[key]),
    has: (_, key) => key in load(),
    ownKeys: () => Reflect.ownKeys(load()),
    getOwnPropertyDescriptor(_, key) {
      const found = Reflect.getOwnPropertyDescriptor(load(), key);
      return found && { ...found, configurable: true };
    },
  });
}

// A require() for what the pack holds; `builtin(name)` gives Node's own modules. `late(load)` does what is loaded later.
function makeRequire(pack, builtin, late = (load) => load()) {
  const cache = [];
  function load(id) {
    if (cache[id]) return cache[id].exports;
    const made = pack.modules[id];
    const module = { exports: {}, id: made.file, filename: made.file, loaded: false };
    cache[id] = module;
    const ask = (name) => {
      const found = Object.hasOwn(made.asks, name) ? made.asks[name] : -1;
      if (found < 0) return builtin(name);
      if (!Object.hasOwn(made.later, name)) return load(found);
      return loadedLater(() => cache[found]?.exports ?? late(() => load(found)), load(made.later[name]));
    };
    ask.resolve = (name) => name;
    made.run.call(module.exports, module.exports, ask, module, made.file, path.dirname(made.file));
    module.loaded = true;
    return module.exports;
  }
  const ask = (name) => load(pack.entries[name]);
  ask.has = (name) => Object.hasOwn(pack.entries, name);
  ask.all = () => Object.values(pack.entries).forEach(load);
  return ask;
}

module.exports = { makeRequire, read, write };
