'use strict';
// How the listed tree, a template, wants its tests run: its vitest or vite configuration, as data.
// Its code is executed for that, here, where no student's code is.

const fs = require('fs');
const Module = require('module');
const path = require('path');
const { pathToFileURL } = require('url');
const { importedNames, makeStub, stubModule } = require('../common/stub.js');
const { ROOT, RESOLVE_KEYS, TEST_KEYS } = require('./options.js');

const NAMES = ['vitest.config', 'vite.config'];
const EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];
const STUB = 'grader-configuration:';

function foldersUp(file) {
  const folders = [];
  for (let at = path.dirname(path.join(ROOT, file)); at.startsWith(ROOT); at = path.dirname(at)) {
    folders.push(at);
  }
  return folders;
}

// The nearest configuration: {file, folder}.
function nearest(file) {
  for (const folder of foldersUp(file)) {
    for (const name of NAMES) {
      for (const extension of EXTENSIONS) {
        const full = path.join(folder, name + extension);
        if (fs.existsSync(full)) return { file: full, folder };
      }
    }
  }
  return null;
}

function asksForVitest(file) {
  try {
    return fs.readFileSync(file, 'utf8').includes('"vitest"');
  } catch {
    return false;
  }
}

// Plugins that the layer does not have are nothing that tests of modules need.
function replaceMissing() {
  globalThis[Symbol.for('grader.stub')] = makeStub(() => {});
  const names = [];
  Module.registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        const parent = String(context.parentURL ?? '');
        if (!parent.startsWith(`file://${ROOT}/`)) throw error;
        names.push(importedNames(new URL(parent).pathname, specifier));
        return { url: `${STUB}${names.length - 1}`, format: 'module', shortCircuit: true };
      }
    },
    load(url, context, next) {
      if (!url.startsWith(STUB)) return next(url, context);
      return { format: 'module', shortCircuit: true,
        source: stubModule(names[Number(url.slice(STUB.length))]) };
    },
  });
}

async function evaluated(file) {
  const loaded = await import(pathToFileURL(file).href);
  const value = loaded.default?.default ?? loaded.default;
  const env = { command: 'serve', mode: 'test', isSsrBuild: false, isPreview: false };
  return (typeof value === 'function' ? await value(env) : await value) ?? {};
}

function asData(value) {
  const text = JSON.stringify(value, (_, one) => {
    if (one instanceof RegExp) return { regex: one.source, flags: one.flags };
    if (typeof one === 'function' || typeof one === 'symbol') return undefined;
    return one;
  });
  return text === undefined || text.length > 20000 ? undefined : JSON.parse(text);
}

function taken(from, keys) {
  const picked = {};
  for (const key of keys) {
    if (from?.[key] === undefined) continue;
    const value = asData(from[key]);
    if (value !== undefined) picked[key] = value;
  }
  return picked;
}

// Of several projects in one configuration, the first that takes the file.
function projectFor(file, raw, root) {
  const projects = raw.test?.projects ?? raw.test?.workspace;
  if (!Array.isArray(projects)) return raw;
  for (const one of projects) {
    if (typeof one !== 'object' || one === null) continue;
    const folder = path.resolve(root, one.root ?? one.test?.root ?? '.');
    const name = path.relative(folder, path.join(ROOT, file));
    const include = one.test?.include ?? ['**/*.{test,spec}.?(c|m)[jt]s?(x)'];
    if (name.startsWith('..') || !include.some((glob) => path.matchesGlob(name, glob))) continue;
    if (one.extends !== true) return one;
    return { ...raw, ...one, test: { ...raw.test, ...one.test },
      resolve: { ...raw.resolve, ...one.resolve } };
  }
  return raw;
}

// Where a set-up file lies; what is not a file of the tree is a package.
function setupFiles(test, root) {
  const names = [test?.setupFiles ?? []].flat().filter((one) => typeof one === 'string');
  return names.map((name) => {
    const full = path.resolve(root, name.replace(/^\/(?!submission\/)/, './'));
    return full.startsWith(`${ROOT}/`) && fs.existsSync(full) ? full : name;
  });
}

async function settingsOf(file) {
  const place = nearest(file);
  if (!place) {
    const home = foldersUp(file).find((one) => asksForVitest(path.join(one, 'package.json')));
    if (!home) throw new Error('nothing says how these tests are to run');
    return { root: home, react: false, test: {}, resolve: {} };
  }
  const whole = await evaluated(place.file);
  const base = path.resolve(place.folder, whole.test?.root ?? whole.root ?? '.');
  const raw = projectFor(file, whole, base);
  const root = path.resolve(base, raw.test?.root ?? raw.root ?? '.');
  const settings = {
    root: root.startsWith(ROOT) ? root : ROOT,
    react: /plugin-react|preact/.test(fs.readFileSync(place.file, 'utf8')),
    test: taken(raw.test, TEST_KEYS),
    resolve: taken(raw.resolve, RESOLVE_KEYS),
    define: asData(raw.define),
    esbuild: asData(raw.esbuild || undefined),
  };
  settings.test.setupFiles = setupFiles(raw.test, root);
  return settings;
}

function supportOf(file, settings) {
  const support = new Set();
  const add = (full) => {
    if (full.startsWith(`${ROOT}/`) && fs.existsSync(full)) support.add(full.slice(ROOT.length + 1));
  };
  for (const one of settings.test.setupFiles ?? []) add(one);
  const folder = path.join(ROOT, path.dirname(file));
  add(path.join(folder, '__snapshots__', `${path.basename(file)}.snap`));
  return support;
}

// {settings: {configs, files}, support}. A file whose configuration cannot be read gets none: its
// own words decide then, as where there is no template.
async function read(files) {
  const configs = [];
  const rows = {};
  const support = new Set();
  replaceMissing();
  for (const file of files) {
    let settings;
    try {
      settings = await settingsOf(file);
    } catch {
      continue;
    }
    const text = JSON.stringify(settings);
    let index = configs.findIndex((one) => JSON.stringify(one) === text);
    if (index < 0) index = configs.push(settings) - 1;
    rows[file] = index;
    for (const one of supportOf(file, settings)) support.add(one);
  }
  return { settings: { configs, files: rows }, support: [...support].sort() };
}

module.exports = { read };
