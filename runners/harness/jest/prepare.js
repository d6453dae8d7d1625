'use strict';
// Once for a layer: jest's defaults, so that a run need not load the part of jest that makes them.
// Usage: prepare.js FILE

const fs = require('fs');
const { ROOT, moduleFile } = require('./config.js');

async function main() {
  const { readConfig } = require(moduleFile('jest-config'));
  const config = JSON.stringify({ rootDir: ROOT, testMatch: ['**/*'], transform: {},
    testEnvironment: 'node', testRunner: moduleFile('jest-circus/runner'),
    cacheDirectory: '/tmp/jest' });
  const argv = { $0: '', _: [], ci: true, runInBand: true, watchman: false, cache: false, config };
  const { globalConfig, projectConfig } = await readConfig(argv, ROOT);
  // `silent` is read from the project from jest 30 on, before that from the global part.
  const defaults = {
    globalConfig: { ...globalConfig, silent: true, seed: 1 },
    projectConfig: { ...projectConfig, silent: true },
  };
  fs.writeFileSync(process.argv[2], JSON.stringify(defaults));
}

main();
