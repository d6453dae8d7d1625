'use strict';
// How a test file wants to be run: as the template's mocha configuration says, read as data while
// its tests are listed, here, where no student's code is; else as its own words say.

const fs = require('fs');
const Module = require('module');
const path = require('path');

const ROOT = '/submission';
const MODULES = '/node_modules';
const NAMES = ['.mocharc.js', '.mocharc.cjs', '.mocharc.yaml', '.mocharc.yml', '.mocharc.jsonc',
  '.mocharc.json'];
const OPTS = ['test/mocha.opts'];  // before mocha 8
const SHORT = { r: 'require', t: 'timeout', u: 'ui' };
const LISTS = ['file', 'require'];

const fromMocha = Module.createRequire(path.join(MODULES, 'mocha', 'package.json'));

function text(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function project(folder) {
  try {
    return JSON.parse(text(path.join(folder, 'package.json')));
  } catch {
    return null;
  }
}

// The options that words of a command line give.
function ofWords(words) {
  const found = {};
  for (let i = 0; i < words.length; i += 1) {
    const [, long, short, joined] = /^(?:--([a-z-]+)|-([a-z]))(?:=(.*))?$/.exec(words[i]) ?? [];
    const key = SHORT[short] ?? (long === 'timeouts' ? 'timeout' : long);
    if (!['file', 'require', 'retries', 'timeout', 'ui'].includes(key)) continue;
    const value = joined ?? words[i += 1];
    if (LISTS.includes(key)) (found[key] ??= []).push(...String(value).split(','));
    else found[key] = value;
  }
  return found;
}

const split = (line) => line.split(/\s+/).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'))
  .filter((word) => word);

// What follows `mocha` in the project's script for tests.
function ofScript(scripts) {
  const line = String(scripts?.test ?? '');
  const call = /(?:^|[\s/])_?mocha(?:\s+([^&|;]*))?(?:$|[&|;])/.exec(line);
  return call ? ofWords(split(call[1] ?? '')) : {};
}

function ofFile(file) {
  if (/\.c?js$/.test(file)) return require(file);
  if (/\.ya?ml$/.test(file)) return fromMocha('js-yaml').load(text(file));
  return JSON.parse(fromMocha('strip-json-comments')(text(file)));
}

// The configuration of a folder: what the command says goes before what the files say.
function configurationOf(folder) {
  const own = project(folder);
  const files = NAMES.map((name) => path.join(folder, name)).filter((file) => fs.existsSync(file));
  const opts = OPTS.map((name) => text(path.join(folder, name))).find((one) => one);
  if (files.length === 0 && !opts && !own) return null;
  const written = files.length > 0 ? ofFile(files[0]) : own?.mocha;
  const script = ofScript(own?.scripts);
  const merged = { ...ofWords(split(opts ?? '')), ...written, ...script };
  for (const key of LISTS) {
    merged[key] = [written?.[key] ?? [], ofWords(split(opts ?? ''))[key] ?? [], script[key] ?? []]
      .flat();
  }
  const chai = { ...own?.dependencies, ...own?.devDependencies }.chai;
  return { ...merged, chai: Number(/\d+/.exec(chai ?? '')?.[0] ?? 0) };
}

function milliseconds(value) {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(String(value ?? ''));
  return found ? Number(found[1]) * { ms: 1, s: 1000, m: 60000 }[found[2] ?? 'ms'] : undefined;
}

// As mocha finds what it is told to require: a file, or a package, if the layer has it.
function place(name, folder) {
  for (const end of ['', '.js', '.cjs', '.mjs', '.ts']) {
    const full = path.resolve(folder, name + end);
    if (fs.existsSync(full) && fs.statSync(full).isFile()) return full;
  }
  try {
    return Module.createRequire(path.join(MODULES, 'x.js')).resolve(name);
  } catch {
    return null;
  }
}

function settingsOf(file) {
  for (let at = path.dirname(path.join(ROOT, file)); at.startsWith(ROOT); at = path.dirname(at)) {
    const found = configurationOf(at);
    if (!found) continue;
    const names = (key) => found[key].map((one) => place(String(one), at)).filter((one) => one);
    const ui = /^(?:mocha-)?([bt]dd)$/.exec(String(found.ui ?? ''))?.[1];
    return { folder: at, ui, timeout: milliseconds(found.timeout),
      retries: Number(found.retries) || undefined, require: names('require'), file: names('file'),
      chai: found.chai || undefined };
  }
  return {};
}

// {settings: {files}, support}. A file whose configuration cannot be read gets none.
function read(files) {
  const rows = {};
  const support = new Set();
  for (const file of files) {
    try {
      rows[file] = settingsOf(file);
    } catch {
      continue;
    }
    for (const one of [...rows[file].require ?? [], ...rows[file].file ?? []]) {
      if (one.startsWith(`${ROOT}/`)) support.add(one.slice(ROOT.length + 1));
    }
  }
  return { settings: { files: rows }, support: [...support].sort() };
}

// What only mocha's other interface has.
const usesSuites = (source) => /^\s*suite(?:\.\w+)?\s*\(/m.test(source) &&
  !/^\s*describe(?:\.\w+)?\s*\(/m.test(source);

// Only before chai 5 it has a default export.
const wantsOldChai = (source) => /\bimport\s+\w+\s+from\s*(['"])chai\1/.test(source);

// Everything that suite.js asks for.
function chosenFor(file, settings) {
  const given = settings?.files?.[file] ?? {};
  const source = text(path.join(ROOT, file));
  const folder = String(given.folder ?? ROOT);
  const old = given.chai ? given.chai < 5 : wantsOldChai(source);
  return {
    folder: folder.startsWith(ROOT) && fs.existsSync(folder) ? folder : ROOT,
    ui: given.ui ?? (usesSuites(source) ? 'tdd' : 'bdd'),
    timeout: given.timeout, retries: given.retries,
    require: given.require ?? [], file: given.file ?? [],
    chai: old ? 'chai-4' : 'chai',
  };
}

module.exports = { chosenFor, read };
