'use strict';
// How the listed tree, a template, wants its tests run: its jest configuration, as data. Its code
// (a jest.config.js) is executed for that, here, where no student's code is.

const fs = require('fs');
const path = require('path');
const { ROOT, TAKEN, moduleFile } = require('./config.js');
const { describe } = require('../common/failures.js');
const { resolves } = require('./places.js');
const { generationOf, withDefaults } = require('./generations.js');
const { assetsOf, nativeModules, presetsOf } = require('./compiling.js');
const { projectsAbove } = require('./raw_config.js');
const { mocksOf, workspacesOf } = require('./workspaces.js');

const SELECTING = ['rootDir', 'testMatch', 'testRegex', 'testPathIgnorePatterns'];
const MODULES_SAID = ['setupFiles', 'setupFilesAfterEnv', 'snapshotSerializers'];
// Presets that only say how files are compiled, which is ours.
const COMPILING = /^(?:ts-jest|@swc\/jest|esbuild-jest|babel-jest)\b/;
// What earlier versions of a package called it.
const NOW = { '@testing-library/jest-dom/extend-expect': '@testing-library/jest-dom',
  'jest-dom/extend-expect': '@testing-library/jest-dom' };

function environmentOf(name) {
  if (typeof name !== 'string') return undefined;
  // Of times when jest's own was behind.
  return /^(?:jest-environment-)?jsdom-(?:four|fif|six)teen$/.test(name) ? 'jsdom' : name;
}

// {picked, lacks}: what is taken over, and the first package that this layer does not have.
function pick(raw, folder) {
  const picked = {};
  let lacks = '';
  for (const key of [...TAKEN, ...SELECTING]) if (raw[key] !== undefined) picked[key] = raw[key];
  for (const key of MODULES_SAID) {
    if (!Array.isArray(raw[key])) continue;
    picked[key] = raw[key].map((one) => NOW[one] ?? one).filter((one) => {
      const name = String(one).replace('<rootDir>', folder);
      if (resolves(name, folder)) return true;
      if (!/^[./]/.test(name)) lacks ||= name;
      return false;
    });
  }
  picked.testEnvironment = environmentOf(raw.testEnvironment);
  const environment = picked.testEnvironment?.replace('<rootDir>', folder);
  const names = [`jest-environment-${environment}`, environment];
  if (environment && !names.some((one) => resolves(one, folder))) {
    lacks ||= environment;
    delete picked.testEnvironment;
  }
  picked.testRunner = moduleFile('jest-circus/runner');
  if (raw.preset && !COMPILING.test(raw.preset)) {
    const preset = String(raw.preset).replace('<rootDir>', folder);
    const known = /^[./]/.test(preset) || resolves(`${preset}/jest-preset`, folder);
    if (known) picked.preset = raw.preset;
    else lacks ||= preset;
  }
  return { picked, lacks };
}

async function normalised(raw, folder) {
  const { readConfig } = require(moduleFile('jest-config'));
  const { picked, lacks } = pick(raw, folder);
  const argv = { $0: '', _: [], ci: true, watchman: false, config: JSON.stringify(picked) };
  const { projectConfig, globalConfig } = await readConfig(argv, folder);
  const { testTimeout } = globalConfig;
  const timed = testTimeout === undefined ? {} : { testTimeout };
  return { raw, lacks, config: { ...projectConfig, ...timed } };
}

function matches(file, config) {
  const full = path.join(ROOT, file);
  if (!config.roots.some((root) => full.startsWith(`${root}/`))) return false;
  if (config.testPathIgnorePatterns.some((one) => new RegExp(one).test(full))) return false;
  if (config.testRegex.length > 0) {
    return config.testRegex.some((one) => new RegExp(one).test(full));
  }
  const { globsToMatcher } = require(moduleFile('jest-util'));
  return globsToMatcher(config.testMatch)(full);
}

// {raw, lacks, config} of one test file.
async function projectOf(file) {
  const generation = generationOf(file);
  const projects = await projectsAbove(file);
  if (projects.length === 0 && !generation.scripts) {
    // Of what it says nothing the test file says it; a jest that is asked for has its defaults.
    const raw = withDefaults({}, generation);
    if (generation.version > 0) raw.testEnvironment ??= 'node';
    return { raw, lacks: '', config: raw };
  }
  if (projects.length === 0) projects.push({ raw: {}, folder: generation.scripts });
  let first = null;
  for (const { raw, folder } of projects) {
    const project = await normalised(withDefaults(raw, generation), folder);
    if (matches(file, project.config)) return project;
    first ??= project;
  }
  // A command line may name other files than the configuration, but not another project.
  if (projects.length === 1) return first;
  return { raw: {}, lacks: '', config: { testEnvironment: 'node' } };
}

function supportOf(file, config) {
  const support = new Set();
  const add = (full) => {
    if (typeof full !== 'string' || !full.startsWith(`${ROOT}/`)) return;
    if (fs.existsSync(full)) support.add(full.slice(ROOT.length + 1));
  };
  for (const key of MODULES_SAID) (config[key] ?? []).forEach(add);
  add(config.testEnvironment);
  const folder = path.join(ROOT, path.dirname(file));
  add(path.join(folder, '__snapshots__', `${path.basename(file)}.snap`));
  return support;
}

async function settingsOf(file) {
  const { raw, lacks, config } = await projectOf(file);
  const taken = {};
  for (const key of TAKEN) if (config[key] !== undefined) taken[key] = config[key];
  if (lacks) taken.lacks = lacks;
  const assets = assetsOf(raw);
  if (assets.length > 0) taken.assets = assets;
  taken.presets = presetsOf(file, raw, generationOf(file));
  taken.nativeModules = nativeModules(file, taken.presets);
  return taken;
}

// Of a configuration that cannot be read: the package that it wants, or what is wrong with it.
function unreadable(error) {
  const { kind, subject, message, file, line } = describe(error);
  if (kind === 'missing_package') return { lacks: subject };
  return { unread: `${file ? `${file}:${line}: ` : ''}${message}` };
}

// {settings: {configs, files, workspaces, mocks}, support}.
async function read(files) {
  const configs = [];
  const rows = {};
  const support = new Set();
  const workspaces = {};
  for (const file of files) {
    Object.assign(workspaces, workspacesOf(file));
    const taken = await settingsOf(file).catch(unreadable);
    const text = JSON.stringify(taken);
    let index = configs.findIndex((one) => JSON.stringify(one) === text);
    if (index < 0) index = configs.push(taken) - 1;
    rows[file] = index;
    for (const one of supportOf(file, taken)) support.add(one);
  }
  const settings = { configs, files: rows };
  const mocks = mocksOf();
  if (Object.keys(workspaces).length > 0) settings.workspaces = workspaces;
  if (Object.keys(mocks).length > 0) settings.mocks = mocks;
  return { settings, support: [...support].sort() };
}

module.exports = { read };
