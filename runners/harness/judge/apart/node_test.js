'use strict';
// Of node:test: see jest.js.

const { usesDom } = require('../../common/guess.js');

function settingsFor(file, source) {
  if (usesDom(source)) return { refused: 'the tests use a page' };
  return { settings: { babel: false, native: true } };
}

module.exports = { settingsFor };
