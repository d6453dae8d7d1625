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
  'snapshotFormat', 'snapshotSerializers', 'testEnvironment', 'testEnvironmentOptions',
  'testTimeout', 'timers', 'transformIgnorePatterns',
];

const PRESETS = ['env', 'react', 'typescript'];
// What can only be meant as a style sheet or a picture.
const ASSETS = ['\\.(?:css|less|s[ac]ss)$', '\\.(?:svg|png|jpe?g|gif|webp|ico)$'];
const INSTEAD = [
  ['^@testing-library/jest-dom/extend-expect$', '@testing-library/jest-dom'],
];

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
  return { testEnvironment: usesDom(source) ? 'jsdom' : 'node', setupFilesAfterEnv: setup,
    presets: PRESETS, assets: ASSETS };
}

function settingsOf(file, settings, source) {
  const index = settings?.files?.[file];
  const said = index !== undefined && settings.configs?.[index];
  if (!said) return guess(source);
  return said.testEnvironment ? said : { ...said, testEnvironment: guess(source).testEnvironment };
}

function has(name) {
  try {
    return Boolean(moduleFile(name));
  } catch {
    return false;
  }
}

// Packages that are called otherwise in this layer, or that something of ours stands for.
function mapped(given) {
  const ours = (given ?? []).map(([pattern, to]) => (to === 'identity-obj-proxy' && !has(to)
    ? [pattern, path.join(__dirname, 'names.js')] : [pattern, to]));
  return [...ours, ...INSTEAD.filter(([, to]) => has(to))];
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

// {globalConfig, projectConfig} of one test file, and whether its ES modules are `native`;
// {refused} where this layer cannot do what the settings say.
function configure(defaults, file, settings, listing) {
  const source = fs.readFileSync(path.join(ROOT, file), 'utf8');
  const chosen = settingsOf(file, settings, source);
  if (chosen.lacks || chosen.unread) return { refused: chosen };
  const projectConfig = { ...defaults.projectConfig };
  for (const key of TAKEN) if (chosen[key] !== undefined) projectConfig[key] = chosen[key];
  projectConfig.testEnvironment = environmentFile(projectConfig.testEnvironment);
  projectConfig.transform = [[
    '\\.[cm]?[jt]sx?$', path.join(__dirname, 'transform.js'),
    { presets: chosen.presets ?? [], listing },
  ]];
  for (const pattern of chosen.assets ?? []) {
    projectConfig.transform.push([pattern, path.join(__dirname, 'assets.js'), {}]);
  }
  projectConfig.moduleNameMapper = mapped(projectConfig.moduleNameMapper);
  if (settings?.linked) {
    projectConfig.modulePaths = [...(projectConfig.modulePaths ?? []), settings.linked];
  }
  projectConfig.testRunner = path.join(__dirname, 'test_runner.js');
  const globalConfig = { ...defaults.globalConfig };
  if (chosen.testTimeout !== undefined) globalConfig.testTimeout = chosen.testTimeout;
  return { globalConfig, projectConfig, native: chosen.nativeModules !== false };
}

module.exports = { ROOT, MODULES, TAKEN, configure, moduleFile };
