'use strict';
// Of mocha: see jest.js.

const { usesDom } = require('../../common/guess.js');
const { chosenFor } = require('../../mocha/settings.js');

function settingsFor(file, source, said) {
  const chosen = chosenFor(file, said);
  if (chosen.require.length > 0 || chosen.file.length > 0) {
    return { refused: 'the configuration has files of its own' };
  }
  if (chosen.retries) return { refused: 'the configuration has retries' };
  if (usesDom(source)) return { refused: 'the tests use a page' };
  return { settings: { babel: false, native: true, ui: chosen.ui, timeout: chosen.timeout,
    instead: { chai: chosen.chai } } };
}

module.exports = { settingsFor };
