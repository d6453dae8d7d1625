'use strict';
// Our part in vite, which runs beside the process of the test file: stubs for what is not there
// while tests are listed, and the places of what does not parse.

const fs = require('fs');
const path = require('path');
const { importedNames, stubModule } = require('../common/stub.js');

const ROOT = '/submission';
const STUB = '\0grader-stub:';

const inSubmission = (file) => typeof file === 'string' && file.startsWith(`${ROOT}/`);

// {plugin, state}; `state` is of one run at a time.
function makePlugin() {
  const state = { listing: false, stubAll: false, lacking: [] };
  const stubs = new Map();

  function stubFor(source, importer) {
    const id = `${STUB}${stubs.size}.js`;
    stubs.set(id, importedNames(importer, source));
    return id;
  }

  const plugin = {
    name: 'grader',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (!state.listing || !inSubmission(importer) || source.startsWith(STUB)) return null;
      if (source.startsWith('node:') || !fs.existsSync(importer)) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      const place = found?.id.split('?')[0];
      if (found && state.stubAll && inSubmission(place)) return stubFor(source, importer);
      // An unresolved bare name comes back as it is where Node would have to find it.
      const there = found && (found.external || !path.isAbsolute(place) || fs.existsSync(place));
      if (there) return found;
      const own = /^[./]/.test(source);
      state.lacking.push({ kind: own ? 'missing_file' : 'missing_package',
        message: `Cannot find module '${source}' from '${importer.slice(ROOT.length + 1)}'`,
        subject: source, file: importer.slice(ROOT.length + 1), line: 0, column: 0 });
      return stubFor(source, importer);
    },
    load(id) {
      return stubs.has(id) ? stubModule(stubs.get(id)) : null;
    },
  };
  return { plugin, state };
}

// Vite tells the other process only the words of what it could not transform; `failures` gets all,
// with what was asked for.
function keepFailures(server, failures) {
  for (const owner of [server, server.environments?.ssr]) {
    if (typeof owner?.transformRequest !== 'function') continue;
    const original = owner.transformRequest;
    owner.transformRequest = async function transformRequest(...args) {
      try {
        return await original.apply(this, args);
      } catch (error) {
        failures.push({ error, asked: args[0] });
        throw error;
      }
    };
  }
}

module.exports = { ROOT, keepFailures, makePlugin };
