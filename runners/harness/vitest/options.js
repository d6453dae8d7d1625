'use strict';
// What vitest and vite are told: all of it from here, and from what the listing found in the
// template. No file of the submission configures either.

const path = require('path');
const { usesDom, usesDomMatchers } = require('../common/guess.js');

const ROOT = '/submission';

// What a template may say of its tests.
const TEST_KEYS = [
  'alias', 'chaiConfig', 'clearMocks', 'css', 'env', 'environment', 'environmentMatchGlobs',
  'environmentOptions', 'expect', 'fakeTimers', 'globals', 'hookTimeout', 'maxConcurrency',
  'mockReset', 'restoreMocks', 'retry', 'sequence', 'setupFiles', 'snapshotFormat', 'testTimeout',
  'unstubEnvs', 'unstubGlobals',
];
const RESOLVE_KEYS = ['alias', 'conditions', 'dedupe', 'extensions', 'mainFields'];

function has(name) {
  try {
    require.resolve(name, { paths: ['/node_modules'] });
    return true;
  } catch {
    return false;
  }
}

// Without settings: what a test file says about itself.
function guess(source) {
  const setup = '@testing-library/jest-dom/vitest';
  return {
    root: ROOT,
    react: true,
    test: {
      environment: usesDom(source) ? 'jsdom' : 'node',
      globals: true,
      setupFiles: usesDomMatchers(source) && has(setup) ? [setup] : [],
    },
    resolve: {},
  };
}

// Regular expressions travel as data: {find: {regex, flags}, replacement}.
function revived(alias) {
  if (!Array.isArray(alias)) return alias;
  return alias.map((one) => (one?.find?.regex === undefined ? one
    : { ...one, find: new RegExp(one.find.regex, one.find.flags) }));
}

// The arguments of createVitest after the mode.
function optionsFor(chosen, plugin, vite) {
  const test = {};
  for (const key of TEST_KEYS) if (chosen.test?.[key] !== undefined) test[key] = chosen.test[key];
  if (test.alias) test.alias = revived(test.alias);
  const resolve = {};
  for (const key of RESOLVE_KEYS) {
    if (chosen.resolve?.[key] !== undefined) resolve[key] = chosen.resolve[key];
  }
  if (resolve.alias) resolve.alias = revived(resolve.alias);
  const react = { jsx: 'automatic' };
  const written = Number.parseInt(vite, 10) < 8
    ? { esbuild: { ...(chosen.react ? react : {}), ...chosen.esbuild } }
    : { oxc: chosen.react ? { jsx: { runtime: 'automatic' } } : {} };
  const ours = {
    config: false, root: chosen.root, watch: false, run: true, ui: false, open: false, api: false,
    reporters: [{}], coverage: { enabled: false }, typecheck: { enabled: false },
    runner: path.join(__dirname, 'runner.mjs'), pool: 'forks', isolate: true,
    fileParallelism: false, minWorkers: 1, maxWorkers: 1, silent: true, passWithNoTests: false,
    include: [], allowOnly: true, update: false, cache: false, fsModuleCache: false,
    server: { deps: { external: [/^(?:file:\/\/)?\/harness\//] } },
  };
  return [{ ...test, ...ours }, {
    ...written, resolve, define: chosen.define ?? {},
    configFile: false, envDir: __dirname, publicDir: false, cacheDir: '/tmp/vite',
    logLevel: 'silent', clearScreen: false, css: { postcss: { plugins: [] } }, plugins: [plugin],
    // A host by its number, since a jail knows no names.
    server: { host: '127.0.0.1', middlewareMode: true, hmr: false, ws: false, watch: null,
      fs: { strict: false } },
    optimizeDeps: { noDiscovery: true, include: [] },
  }];
}

module.exports = { ROOT, RESOLVE_KEYS, TEST_KEYS, guess, optionsFor };
