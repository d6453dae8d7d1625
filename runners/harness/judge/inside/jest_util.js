'use strict';
// What every test asks of jest-util and jest-message-util, before these bring along a file system, a
// reader of patterns and a highlighter of code.

module.exports = {
  __esModule: true,
  isPromise: (value) => value !== null && (typeof value === 'object' || typeof value === 'function') &&
    typeof value.then === 'function',
};
