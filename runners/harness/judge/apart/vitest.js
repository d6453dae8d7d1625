'use strict';
// Of vitest: see jest.js.

const { usesDom } = require('../../common/guess.js');

// What vite and vitest do with the code under test itself.
const TOGETHER = ['alias', 'environmentMatchGlobs', 'env', 'css'];
const isEmpty = (value) => value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);

function settingsFor(file, source, said) {
  const index = said?.files?.[file];
  const chosen = (index === undefined ? undefined : said.configs?.[index]) ?? { test: { globals: true }, resolve: {} };
  const test = chosen.test ?? {};
  if ((test.setupFiles ?? []).length > 0) return { refused: 'the configuration has setupFiles' };
  for (const key of TOGETHER) if (!isEmpty(test[key])) return { refused: `the configuration has ${key}` };
  if (!isEmpty(chosen.resolve?.alias) || !isEmpty(chosen.define)) {
    return { refused: 'the configuration has aliases or definitions' };
  }
  if (test.retry) return { refused: 'the configuration has retries' };
  const named = /@(?:vitest|jest)-environment\s+([\w-]+)/.exec(source.slice(0, 4000))?.[1];
  const environment = named ?? test.environment ?? 'node';
  const isPage = environment === 'jsdom' || environment === 'happy-dom';
  if (!isPage && environment !== 'node') return { refused: `the test environment is ${environment}` };
  if (usesDom(source)) return { refused: 'the tests use a page' };
  return { settings: { babel: false, native: true, loose: true, injectGlobals: test.globals === true, test,
    traps: isPage ? require('./browser.js').NAMES : undefined, variables: { VITEST: 'true', MODE: 'test' } } };
}

module.exports = { settingsFor };
