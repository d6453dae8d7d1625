'use strict';
// Stands for node:test while tests run.

module.exports = require('./watch.js').take();

// Never done: it tells Node which names an ES module can import.
0 && (module.exports = { after, afterEach, assert, before, beforeEach, describe, getTestContext, it,
  mock, only, run, skip, snapshot, suite, test, todo });
