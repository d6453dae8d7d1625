'use strict';
// Whether the tests of a file can be judged from another jail, as far as the template and the file
// themselves say it, and how the judge is to run them.

const { usesDom } = require('../../common/guess.js');
const { NAMES } = require('./browser.js');

// What jest does with the code under test itself.
const TOGETHER = {
  automock: (value) => value === true,
  globals: (value) => Object.keys(value).length > 0,
  modulePaths: (value) => value.length > 0,
  setupFiles: (value) => value.length > 0,
  setupFilesAfterEnv: (value) => value.length > 0,
  snapshotSerializers: (value) => value.length > 0,
};
const TAKEN = ['clearMocks', 'fakeTimers', 'injectGlobals', 'resetMocks', 'resetModules',
  'restoreMocks', 'snapshotFormat', 'testTimeout'];
// A name, or where the package of that name lies.
function environmentOf(chosen, source) {
  const said = /@(?:jest|vitest)-environment\s+([\w./-]+)/.exec(source.slice(0, 4000))?.[1];
  const name = said ?? chosen.testEnvironment ?? (usesDom(source) ? 'jsdom' : 'node');
  return /^\/node_modules\/(jest-environment-\w+)\//.exec(name)?.[1] ?? name;
}

// {settings} for the judge, or {refused}: why not. `said`: what was read of the template.
function settingsFor(file, source, said) {
  const index = said?.files?.[file];
  const chosen = (index === undefined ? undefined : said.configs?.[index]) ?? { presets: ['env'] };
  if (chosen.lacks || chosen.unread) return { refused: 'the configuration cannot be followed' };
  if (said?.workspaces || said?.mocks) return { refused: 'the template has workspaces or mocks' };
  for (const [key, matters] of Object.entries(TOGETHER)) {
    if (chosen[key] && matters(chosen[key])) return { refused: `the configuration has ${key}` };
  }
  const environment = environmentOf(chosen, source);
  const isPage = /(?:^|-)jsdom$/.test(environment);
  if (!isPage && !/(?:^|-)node$/.test(environment)) {
    return { refused: `the test environment is ${environment}` };
  }
  if (isPage && usesDom(source)) return { refused: 'the tests use a page' };
  const settings = { babel: (chosen.presets ?? []).includes('env'), native: chosen.nativeModules === true,
    strict: true };
  for (const key of TAKEN) if (chosen[key] !== undefined) settings[key] = chosen[key];
  if (chosen.moduleNameMapper?.length > 0) settings.names = chosen.moduleNameMapper;
  if (isPage) settings.traps = NAMES;
  settings.variables = { JEST_WORKER_ID: '1' };
  return { settings };
}

module.exports = { settingsFor };
