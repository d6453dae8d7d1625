'use strict';
// For code that those who ask must not look into: a function has no text, nothing is made of text
// (Node is started with --disallow-code-generation-from-strings), and only modules of the submission
// are given away. Required before anything else looks at the realm.

const Module = require('module');

const ROOT = '/submission/';

const hidden = {
  toString() {
    return 'function () { [native code] }';
  },
};
Object.defineProperty(Function.prototype, 'toString', { value: hidden.toString, writable: true,
  enumerable: false, configurable: true });

// Throws where it is none of the submission's. What cannot be found here is not there, or has a name of
// the template's configuration.
function checkModule(specifier, from) {
  let found = Module.isBuiltin(specifier) ? '' : ROOT;
  try {
    if (found) found = Module.createRequire(from).resolve(specifier);
  } catch {
    // Loading it will tell.
  }
  if (found.startsWith(ROOT)) return;
  throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: 'MODULE_NOT_FOUND' });
}

module.exports = { checkModule };
