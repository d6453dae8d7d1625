'use strict';
// How the listed tree, a template, wants its tests run: its jest configuration, as data. Its code
// (a jest.config.js) is executed for that, here, where no student's code is.

const fs = require('fs');
const path = require('path');
const { ROOT, TAKEN, moduleFile } = require('./config.js');

const NAMES = ['jest.config.ts', 'jest.config.js', 'jest.config.mjs', 'jest.config.cjs',
  'jest.config.json'];
const BABEL = ['babel.config.js', 'babel.config.cjs', 'babel.config.mjs', 'babel.config.json',
  '.babelrc', '.babelrc.js', '.babelrc.json', '.babelrc.cjs'];
const SELECTING = ['rootDir', 'testMatch', 'testRegex', 'testPathIgnorePatterns'];

function json(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function foldersUp(file) {
  const folders = [];
  for (let at = path.dirname(path.join(ROOT, file)); at.startsWith(ROOT); at = path.dirname(at)) {
    folders.push(at);
  }
  return folders;
}

// The nearest configuration: {file, folder}; package.json counts where it has a "jest" key.
function nearest(file) {
  for (const folder of foldersUp(file)) {
    for (const name of NAMES) {
      if (fs.existsSync(path.join(folder, name))) return { file: path.join(folder, name), folder };
    }
    if (json(path.join(folder, 'package.json'))?.jest) {
      return { file: path.join(folder, 'package.json'), folder };
    }
  }
  return null;
}

function pick(raw, folder) {
  const picked = {};
  for (const key of [...TAKEN, ...SELECTING]) if (raw[key] !== undefined) picked[key] = raw[key];
  picked.rootDir = path.resolve(folder, String(raw.rootDir ?? '.').replace('<rootDir>', folder));
  picked.testRunner = moduleFile('jest-circus/runner');
  if (raw.preset) picked.preset = raw.preset;
  return picked;
}

async function normalised(picked) {
  const { readConfig } = require(moduleFile('jest-config'));
  const argv = { $0: '', _: [], ci: true, watchman: false, config: JSON.stringify(picked) };
  const { projectConfig, globalConfig } = await readConfig(argv, picked.rootDir);
  return { projectConfig, testTimeout: globalConfig.testTimeout };
}

async function readRaw(file) {
  const { readInitialOptions } = require(moduleFile('jest-config'));
  const { config } = await readInitialOptions(file, { skipMultipleConfigError: true });
  return config;
}

// Every project of one configuration file, normalised.
async function projectsOf(place, depth = 0) {
  const raw = await readRaw(place.file);
  const folder = path.resolve(place.folder, String(raw.rootDir ?? '.'));
  if (!Array.isArray(raw.projects) || raw.projects.length === 0 || depth > 2) {
    return [await normalised(pick(raw, place.folder))];
  }
  const found = [];
  for (const project of raw.projects) {
    if (typeof project === 'string') {
      const at = path.resolve(folder, project.replace('<rootDir>', folder));
      const own = fs.existsSync(at) && fs.statSync(at).isDirectory()
        ? nearest(path.join(path.relative(ROOT, at), 'x'))
        : { file: at, folder: path.dirname(at) };
      if (own && own.file !== place.file) found.push(...await projectsOf(own, depth + 1));
    } else {
      found.push(await normalised(pick({ rootDir: folder, ...project }, folder)));
    }
  }
  return found;
}

function matches(file, config) {
  const full = path.join(ROOT, file);
  if (config.testRegex.length > 0) {
    return config.testRegex.some((one) => new RegExp(one).test(full));
  }
  const { globsToMatcher } = require(moduleFile('jest-util'));
  return globsToMatcher(config.testMatch)(full);
}

// The presets that the template's Babel has, as far as the layer holds them.
function presetsOf(file) {
  for (const folder of foldersUp(file)) {
    let text = '';
    for (const name of BABEL) {
      try {
        text += fs.readFileSync(path.join(folder, name), 'utf8');
      } catch {
        // Not there.
      }
    }
    const own = json(path.join(folder, 'package.json'))?.babel;
    if (own) text += JSON.stringify(own);
    if (text) return ['env', 'react', 'typescript'].filter((one) => text.includes(`preset-${one}`));
  }
  return [];
}

// Whether the template's own command reads ES modules as they are.
function nativeModules(file) {
  if (/\.m[jt]s$/.test(file)) return true;
  const packages = foldersUp(file).map((folder) => json(path.join(folder, 'package.json')))
    .filter((one) => one);
  return packages[0]?.type === 'module' ||
    packages.some((one) => JSON.stringify(one.scripts ?? {}).includes('experimental-vm-modules'));
}

function supportOf(file, config) {
  const support = new Set();
  const add = (full) => {
    if (typeof full !== 'string' || !full.startsWith(`${ROOT}/`)) return;
    if (fs.existsSync(full)) support.add(full.slice(ROOT.length + 1));
  };
  for (const one of [...(config.setupFiles ?? []), ...(config.setupFilesAfterEnv ?? [])]) add(one);
  add(config.testEnvironment);
  const folder = path.join(ROOT, path.dirname(file));
  add(path.join(folder, '__snapshots__', `${path.basename(file)}.snap`));
  return support;
}

async function settingsOf(file) {
  const taken = { testEnvironment: 'node' };
  const place = nearest(file);
  if (place) {
    const fitting = (await projectsOf(place)).find((one) => matches(file, one.projectConfig));
    if (fitting) {
      for (const key of TAKEN) {
        if (fitting.projectConfig[key] !== undefined) taken[key] = fitting.projectConfig[key];
      }
      if (fitting.testTimeout !== undefined) taken.testTimeout = fitting.testTimeout;
    }
  }
  taken.presets = presetsOf(file);
  taken.nativeModules = nativeModules(file);
  return taken;
}

// {settings: {configs, files}, support}. A file whose configuration cannot be read gets none: its
// own words decide then, as where there is no template.
async function read(files) {
  const configs = [];
  const rows = {};
  const support = new Set();
  for (const file of files) {
    let taken;
    try {
      taken = await settingsOf(file);
    } catch {
      continue;
    }
    const text = JSON.stringify(taken);
    let index = configs.findIndex((one) => JSON.stringify(one) === text);
    if (index < 0) index = configs.push(taken) - 1;
    rows[file] = index;
    for (const one of supportOf(file, taken)) support.add(one);
  }
  return { settings: { configs, files: rows }, support: [...support].sort() };
}

module.exports = { read };
