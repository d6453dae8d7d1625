'use strict';
// What a template expects of jest without saying it: earlier versions, and react-scripts, had other
// defaults than the jest that runs here.

const fs = require('fs');
const path = require('path');
const { moduleFile } = require('./config.js');
const { json, packagesUp } = require('./places.js');

const NEWEST = 99;
const OF_REACT_SCRIPTS = { 1: 20, 2: 23, 3: 24, 4: 26, 5: 27 };

function major(range) {
  return Number(/\d+/.exec(String(range))?.[0] ?? NEWEST);
}

// {version, scripts, classic}: the major version of jest that the nearest package.json with one asks
// for, 0 where none does; `scripts` is the folder of a project of react-scripts, whose JSX may be
// `classic`.
function generationOf(file) {
  for (const { folder, content } of packagesUp(file)) {
    const asked = { ...content.dependencies, ...content.devDependencies };
    if (asked['react-scripts']) {
      const version = OF_REACT_SCRIPTS[major(asked['react-scripts'])] ?? 27;
      return { version, scripts: folder, classic: version < 26 || major(asked.react ?? 18) < 17 };
    }
    const range = asked.jest ?? asked['jest-cli'];
    if (range) return { version: major(range), scripts: '' };
  }
  return { version: 0, scripts: '' };
}

function layerVersion() {
  try {
    return major(require(moduleFile('jest/package.json')).version);
  } catch {
    return NEWEST;
  }
}

// Fake timers as `timers` said it before jest 28.
function timersOf(raw, version) {
  const legacy = { legacyFakeTimers: true };
  if (raw.timers === 'legacy') return { enableGlobally: true, ...legacy };
  if (raw.timers === 'modern') return { enableGlobally: true };
  if (raw.timers === 'fake') return { enableGlobally: true, ...(version < 27 ? legacy : {}) };
  return version < 27 ? legacy : undefined;
}

// What react-scripts tells jest.
function ofReactScripts(folder, version) {
  const setup = ['ts', 'tsx', 'js', 'jsx'].map((end) => path.join(folder, `src/setupTests.${end}`))
    .find((one) => fs.existsSync(one));
  const options = ['tsconfig.json', 'jsconfig.json']
    .map((name) => json(path.join(folder, name))?.compilerOptions).find((one) => one);
  return {
    rootDir: folder,
    roots: ['<rootDir>/src'],
    testMatch: ['<rootDir>/src/**/__tests__/**/*.{js,jsx,ts,tsx}',
      '<rootDir>/src/**/*.{spec,test}.{js,jsx,ts,tsx}'],
    testEnvironment: 'jsdom',
    resetMocks: version >= 26,
    setupFilesAfterEnv: setup ? [setup] : [],
    modulePaths: options?.baseUrl ? [path.join(folder, options.baseUrl)] : [],
    moduleNameMapper: { '^.+\\.module\\.(css|sass|scss)$': 'identity-obj-proxy' },
    transform: { '^(?!.*\\.(js|jsx|mjs|cjs|ts|tsx|json)$)': 'file' },
  };
}

// `raw` with what its jest would have added, for the jest of this layer.
function withDefaults(raw, { version, scripts }) {
  const all = { ...raw };
  if (scripts) {
    const ours = ofReactScripts(scripts, version);
    Object.assign(all, ours, raw, {
      moduleNameMapper: { ...ours.moduleNameMapper, ...raw.moduleNameMapper },
      transform: { ...ours.transform, ...raw.transform },
    });
  }
  if (version === 0) return all;
  if (version < 27) all.testEnvironment ??= 'jsdom';
  if (layerVersion() >= 28 && version < 28) {
    all.fakeTimers ??= timersOf(all, version);
    delete all.timers;
    if (all.testURL) {
      all.testEnvironmentOptions = { url: all.testURL, ...all.testEnvironmentOptions };
    }
  }
  if (layerVersion() >= 29 && version < 29) {
    all.snapshotFormat ??= { escapeString: true, printBasicPrototype: true };
  }
  return all;
}

module.exports = { generationOf, withDefaults };
