'use strict';
// In the process that lists a file: the value that stands for what cannot be loaded, and CommonJS
// modules that are replaced by it. ES modules are replaced in plugin.js.

const Module = require('module');
const { lackingOf } = require('../common/failures.js');
const { makeStub } = require('../common/stub.js');

function install() {
  const failures = [];
  let used = false;
  const stub = makeStub(() => {
    used = true;
  });
  globalThis[Symbol.for('grader.stub')] = stub;
  const { require: original } = Module.prototype;
  Module.prototype.require = function requireOrStub(name) {
    try {
      return original.call(this, name);
    } catch (error) {
      if (!String(this.filename).startsWith('/submission/')) throw error;
      failures.push(error);
      return stub;
    }
  };
  process.abort = () => {
    throw new Error('process.abort was called');
  };
  process.reallyExit = process.abort;
  return { seen: () => ({ used, lacking: lackingOf(failures) }) };
}

module.exports = { install };
