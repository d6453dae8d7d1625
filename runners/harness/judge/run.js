'use strict';
// One test file, from the judge's own realm: what the fresh realm is given of Node, and how its
// modules are read and compiled.

const crypto = require('crypto');
const fs = require('fs');
const Module = require('module');
const path = require('path');
const url = require('url');
const { inspect, types } = require('util');
const vm = require('vm');
const { makeStub } = require('../common/stub.js');
const { makeRequire } = require('../common/pack.js');
const { freshRealm } = require('./realm.js');
const { convert, isModule, withImportedNames } = require('./convert.js');

const ROOT = '/submission/';
const MODULES = '/node_modules';
const PARAMETERS = 'exports,require,module,__filename,__dirname,__importMeta';
const DYNAMIC = /\bimport\s*\(/;
const FILE_READERS = /^(?:access|exists|lstat|open|readFile|readdir|readlink|realpath|stat|createReadStream|opendir)/;

// Errors that nobody caught; those of a file that is over are nobody's.
const STRAY = ['uncaughtException', 'unhandledRejection'];
for (const event of STRAY) process.on(event, () => {});

const random = Buffer.alloc(4096);
let used = random.length;
// What nobody could know before: 64 bits.
function ids() {
  if (used === random.length) {
    crypto.randomFillSync(random);
    used = 0;
  }
  used += 8;
  return random.toString('hex', used - 8, used);
}

const textOf = (content) => (typeof content === 'string' ? content
  : Buffer.from(content.bytes, 'latin1').toString());

// The stored snapshots of a test file, which is the rubric's side's as well: {name: text}.
function snapshotOf({ file, files }) {
  const place = path.join(path.dirname(file), '__snapshots__', `${path.basename(file)}.snap`);
  const stored = {};
  if (files[place] !== undefined) vm.runInNewContext(textOf(files[place]), { exports: stored });
  return { stored, testPath: ROOT + file };
}

const scripts = new Map();  // of what all submissions have in common: text and place -> script

const functionOf = (text) => `(function(${PARAMETERS}){${text}\n})`;

// A function has no import.meta of its own: it is given one. Strings and comments stay what they are.
const META = /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\/.*|\/\*[^]*?\*\/)|\bimport\s*\.\s*meta\b/g;
const withMeta = (text) => (text.includes('meta') ? text.replace(META, (all, kept) => kept ?? '__importMeta') : text);

// An ES module may wait while it is loaded: it is a function that does, then.
function moduleScript(text, file) {
  try {
    return new vm.Script(functionOf(text), { filename: file });
  } catch (error) {
    if (!/\bawait\b/.test(text)) throw error;
    return new vm.Script(`(async ${functionOf(text).slice(1)}`, { filename: file });
  }
}

// `source`: a function of its parts, in CommonJS; `how`: {types, modules, native: whether Node itself
// would load its modules}.
function compiled(source, file, how, global) {
  const key = `${file}\0${source}`;
  let script = scripts.get(key);
  if (!script) {
    const text = how.types || how.modules || DYNAMIC.test(source) ? convert(source, file, how)
      : source.replace(/^#!.*/, '');
    script = how.modules && how.native
      ? moduleScript(withMeta(how.linked ? withImportedNames(text, source) : text), file)
      : new vm.Script(functionOf(text), { filename: file });
    if (scripts.size > 200) scripts.clear();
    scripts.set(key, script);
  }
  return script.runInContext(global);
}

// What the framework loads while tests run must not look like something that they replace, nor meet what they did
// replace: graceful-fs wraps process.cwd(). `made`: the process that the realm began with.
function quietly(global, made, load) {
  const restored = [[global, 'process', made], [made, 'cwd', () => ROOT]].map(([object, key, value]) => {
    const found = Reflect.getOwnPropertyDescriptor(object, key);
    Reflect.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    return () => (found ? Reflect.defineProperty(object, key, found) : Reflect.deleteProperty(object, key));
  });
  try {
    return load();
  } finally {
    restored.forEach((restore) => restore());
  }
}

// `pack`: a script (see ../common/pack.js). `given`: {file, files: {place: text}, settings: of the template, skip}.
// `wire`: to the other jail; null lists the tests. `report(row)` as they are known.
async function runFile(pack, framework, given, wire, report) {
  const apart = require(`./apart/${framework}.js`).settingsFor(given.file, textOf(given.files[given.file]),
    given.settings);
  if (apart.refused) return { refused: apart.refused };
  const request = { ...given, settings: apart.settings, snapshot: snapshotOf(given) };
  const { global, run, end } = freshRealm();
  let made = null;
  const inside = makeRequire(run(pack), require, (load) => (made ? quietly(global, made, load) : load()));
  const laid = new Set(Object.keys(request.files).map((name) => ROOT + name));
  const seen = { stubs: false, asked: [] };
  // As a module it is whole: nobody has to look through its names.
  const stub = new Proxy(makeStub(() => {
    seen.stubs = true;
  }), { get: (made, key) => key === '__esModule' || made[key] });

  function guardFile(fn, self, refuse) {
    return (...values) => {
      const [first] = values;
      const isPlace = typeof first === 'string' || first instanceof URL || Buffer.isBuffer(first);
      if (isPlace) {
        const place = path.resolve(ROOT, first instanceof URL ? url.fileURLToPath(first) : String(first));
        if (!FILE_READERS.test(fn.name) || (place.startsWith(ROOT) && !laid.has(place))) {
          refuse('the tests look at files of the submission');
        }
      }
      return Reflect.apply(fn, self, values);
    };
  }

  const outside = {
    process, types, inspect, isAsync: types.isAsyncFunction, Buffer, ids, parse: JSON.parse, stringify: JSON.stringify,
    timers: { setTimeout, clearTimeout },
    microtask: queueMicrotask,
    immediate: setImmediate,
    folder: path.dirname(ROOT + request.file),
    builtin: (name) => require(`node:${name}`),
    isBuiltin: Module.isBuiltin,
    dirname: path.dirname,
    urlOf: (file) => url.pathToFileURL(file).href,
    resolvePath: (from, name) => path.resolve(path.dirname(from), name),
    resolvePackage: (name, from) =>
      Module.createRequire(from.startsWith(ROOT) ? `${MODULES}/x.js` : from).resolve(name),
    isLaid: (file) => laid.has(file),
    read: (file) => (laid.has(file) ? textOf(request.files[file.slice(ROOT.length)])
      : fs.readFileSync(file, 'utf8')),
    isModule,
    compile: (source, file, how) => compiled(source, file, how, global),
    guardFile,
    stub(name, from) {
      seen.asked.push({ name, from });
      return stub;
    },
  };

  const { start } = inside('start');
  const session = start({ global, framework: () => inside(framework), request, wire, outside });
  made = global.process;
  const strays = STRAY.map((event) => [event, (error) => void session.stray(error, event)]);
  for (const [event, stray] of strays) process.on(event, stray);
  try {
    const ended = await session.run(report);
    if (!wire) Object.assign(ended, { uncertain: seen.stubs, asked: seen.asked });
    if (wire) ended.clean = session.finish();
    return ended;
  } finally {
    end();
    for (const [event, stray] of strays) process.off(event, stray);
  }
}

module.exports = { runFile };
