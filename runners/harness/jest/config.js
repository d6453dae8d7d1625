'use strict';
// The two configurations that jest wants, from what `prepare.js` stored and the listing's settings.

const fs = require('fs');
const path = require('path');
const { usesDom, usesDomMatchers } = require('../common/guess.js');

const ROOT = '/submission';
const MODULES = '/node_modules';

// What a template may say of its tests. All else in its configuration is about its own command
// line, and nothing in a submission says anything.
const TAKEN = [
  'automock', 'clearMocks', 'errorOnDeprecated', 'extensionsToTreatAsEsm', 'fakeTimers', 'globals',
  'injectGlobals', 'moduleDirectories', 'moduleFileExtensions', 'moduleNameMapper', 'modulePaths',
  'resetMocks', 'resetModules', 'restoreMocks', 'roots', 'setupFiles', 'setupFilesAfterEnv',
  'snapshotFormat', 'testEnvironment', 'testEnvironmentOptions', 'testTimeout', 'timers',
];

const PRESETS = ['env', 'react', 'typescript'];

function moduleFile(name) {
  return require.resolve(name, { paths: [MODULES] });
}

// Without settings: what a test file says about itself.
function guess(source) {
  const setup = [];
  if (usesDomMatchers(source)) {
    try {
      setup.push(moduleFile('@testing-library/jest-dom'));
    } catch {
      // This layer does not have it; the test says so itself.
    }
  }
  return { testEnvironment: usesDom(source) ? 'jsdom' : 'node', setupFilesAfterEnv: setup, presets: PRESETS };
}

function settingsOf(file, settings, source) {
  const index = settings?.files?.[file];
  return (index !== undefined && settings.configs?.[index]) || guess(source);
}

function environmentFile(name) {
  if (path.isAbsolute(name)) return name;
  for (const candidate of [`jest-environment-${name}`, name]) {
    try {
      return moduleFile(candidate);
    } catch {
      // Not this one.
    }
  }
  return name;
}

// {globalConfig, projectConfig} of one test file.
function configure(defaults, file, settings, listing) {
  const source = fs.readFileSync(path.join(ROOT, file), 'utf8');
  const chosen = settingsOf(file, settings, source);
  const projectConfig = { ...defaults.projectConfig };
  for (const key of TAKEN) if (chosen[key] !== undefined) projectConfig[key] = chosen[key];
  projectConfig.testEnvironment = environmentFile(projectConfig.testEnvironment);
  projectConfig.transform = [[
    '\\.[cm]?[jt]sx?$', path.join(__dirname, 'transform.js'),
    { presets: chosen.presets ?? [], listing },
  ]];
  projectConfig.testRunner = path.join(__dirname, 'test_runner.js');
  const globalConfig = { ...defaults.globalConfig };
  if (chosen.testTimeout !== undefined) globalConfig.testTimeout = chosen.testTimeout;
  return { globalConfig, projectConfig };
}

module.exports = { ROOT, MODULES, TAKEN, configure, moduleFile };
