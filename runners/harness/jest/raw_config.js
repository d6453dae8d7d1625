'use strict';
// A template's jest configuration as it is written: found, executed and with its projects apart.

const fs = require('fs');
const path = require('path');
const { ROOT, moduleFile } = require('./config.js');
const { foldersLike, foldersUp, json } = require('./places.js');

const NAMES = ['jest.config.ts', 'jest.config.mts', 'jest.config.cts', 'jest.config.js',
  'jest.config.mjs', 'jest.config.cjs', 'jest.config.json'];

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

// Jest itself would want ts-node for this, which no layer has.
async function readTypeScript(file) {
  const { transformSync } = require(moduleFile('@babel/core'));
  const presets = [[moduleFile('@babel/preset-env'), { targets: { node: 'current' } }],
    moduleFile('@babel/preset-typescript')];
  const { code } = transformSync(fs.readFileSync(file, 'utf8'),
    { filename: file, babelrc: false, configFile: false, presets });
  const Module = require('module');
  const module = new Module(file);
  module.filename = file;
  module.paths = Module._nodeModulePaths(path.dirname(file));
  module._compile(code, file);
  const said = module.exports.default ?? module.exports;
  return typeof said === 'function' ? said() : said;
}

async function readRaw(file) {
  if (/\.[cm]?ts$/.test(file)) return readTypeScript(file);
  const { readInitialOptions } = require(moduleFile('jest-config'));
  const { config } = await readInitialOptions(file, { skipMultipleConfigError: true });
  return config;
}

function folderOf(said, folder) {
  return path.resolve(folder, String(said ?? '.').replace('<rootDir>', folder));
}

// Every project of one configuration file: [{raw, folder}].
async function projectsOf(place, depth = 0) {
  const raw = await readRaw(place.file);
  const folder = folderOf(raw.rootDir, place.folder);
  if (!Array.isArray(raw.projects) || raw.projects.length === 0 || depth > 2) {
    return [{ raw: { ...raw, rootDir: folder }, folder }];
  }
  const found = [];
  for (const project of raw.projects) {
    if (typeof project !== 'string') {
      const own = folderOf(project.rootDir, folder);
      found.push({ raw: { ...project, rootDir: own }, folder: own });
      continue;
    }
    for (const at of foldersLike(folder, project)) {
      const inside = fs.statSync(at).isDirectory();
      const own = inside ? nearest(path.join(path.relative(ROOT, at), 'x'))
        : { file: at, folder: path.dirname(at) };
      // A folder without a configuration is a project with jest's defaults.
      if (own && own.file !== place.file) found.push(...await projectsOf(own, depth + 1));
      else if (inside) found.push({ raw: { rootDir: at }, folder: at });
    }
  }
  return found;
}

// The projects of the configuration that a test file's folder stands under, [] where there is none.
async function projectsAbove(file) {
  const place = nearest(file);
  return place ? projectsOf(place) : [];
}

module.exports = { projectsAbove };
