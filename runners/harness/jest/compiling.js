'use strict';
// How a template's command turns its files into what Node reads: the Babel presets that it means,
// whether ES modules stay what they are, and which files are no code.

const fs = require('fs');
const path = require('path');
const { ROOT } = require('./config.js');
const { foldersUp, json, packagesUp } = require('./places.js');

const BABEL = ['babel.config.js', 'babel.config.cjs', 'babel.config.mjs', 'babel.config.json',
  'babel.config.ts', '.babelrc', '.babelrc.js', '.babelrc.json', '.babelrc.cjs', '.babelrc.mjs'];
const ALL = ['env', 'react', 'typescript'];
const COMPILERS = /swc|esbuild|sucrase|ts-jest|babel-preset-react-app|react-scripts/;

// Of somebody else's, which are made of these.
function hasForeignPreset(text) {
  const named = [...text.matchAll(/(@[\w.-]+\/)?\bbabel-preset-([\w-]+)/g)];
  return named.some(([, scope, name]) => scope || ![...ALL, 'jest'].includes(name));
}

// The presets of the nearest Babel configuration, as far as the layer holds them.
function presetsOfBabel(file) {
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
    if (!text) continue;
    if (/react-app|next\/babel|preset-expo/.test(text) || hasForeignPreset(text)) return ALL;
    const named = (one) => new RegExp(`@babel/(?:preset-)?${one}\\b|preset-${one}\\b`).test(text);
    const found = ALL.filter(named);
    // As Babel 7 has it where nothing is said: JSX wants React in its scope.
    if (found.includes('react') && !text.includes('automatic')) {
      found[found.indexOf('react')] = 'react-classic';
    }
    const commonJs = text.includes('transform-modules-commonjs');
    return commonJs && !found.includes('env') ? ['env', ...found] : found;
  }
  return [];
}

// The template's own transforms: [[pattern, name]].
function transformsOf(raw) {
  return Object.entries(raw.transform ?? {})
    .map(([pattern, to]) => [pattern, String(Array.isArray(to) ? to[0] : to)])
    .filter(([pattern]) => !pattern.includes('<rootDir>'));
}

function matching(transforms, file) {
  return transforms.find(([pattern]) => {
    try {
      return new RegExp(pattern).test(path.join(ROOT, file));
    } catch {
      return false;
    }
  });
}

function presetsOf(file, raw, generation) {
  const said = presetsSaid(file, raw, generation);
  if (!/\.[cm]?tsx?$/.test(file) || said.includes('typescript')) return said;
  // Something compiles it that is not told there: jest's preset of ts-jest, or nobody has said a word.
  return said.length > 0 ? [...said, 'typescript'] : ALL;
}

function presetsSaid(file, raw, generation) {
  if (generation.scripts) {
    return generation.classic ? ['env', 'react-classic', 'typescript'] : ALL;
  }
  if (!raw.transform) return presetsOfBabel(file);
  const found = matching(transformsOf(raw), file);
  if (!found) return [];  // All of it is said, and this file is not in it.
  return COMPILERS.test(found[1]) ? ALL : presetsOfBabel(file);
}

// Patterns of what is loaded and is no code: style sheets, pictures.
function assetsOf(raw) {
  const transforms = transformsOf(raw);
  const patterns = ['a.css', 'a.scss', 'a.less', 'a.svg', 'a.png', 'a.html', 'a.txt', 'a.md']
    .map((name) => matching(transforms, name)?.[0]);
  return [...new Set(patterns.filter((one) => one))];
}

// Whether the template's own command reads ES modules as they are.
function nativeModules(file, presets) {
  if (/\.m[jt]s$/.test(file)) return true;
  const asked = packagesUp(file).map(({ folder, content }) => {
    const npmrc = path.join(folder, '.npmrc');
    return JSON.stringify(content.scripts ?? {}) +
      (fs.existsSync(npmrc) ? fs.readFileSync(npmrc, 'utf8') : '');
  });
  if (asked.some((text) => text.includes('experimental-vm-modules'))) return true;
  return packagesUp(file)[0]?.content.type === 'module' && !presets.includes('env');
}

module.exports = { assetsOf, nativeModules, presetsOf };
