'use strict';
// ES modules and TypeScript become CommonJS, line by line where they were.

const { withoutNamespaces } = require('../common/namespaces.js');

let sucrase = null;

const MODULE_SYNTAX = /^[ \t]*(?:import\b(?!\s*\()|export\b)/m;

function isModule(source, file) {
  return /\.m[jt]s$/.test(file) || (!/\.c[jt]s$/.test(file) && MODULE_SYNTAX.test(source));
}

// Of a package.
function asCommonJs(source, file) {
  return isModule(source, file) ? convert(source, file, { types: false }) : source;
}

function convert(source, file, { types }) {
  sucrase ??= require('/toolchain/node_modules/sucrase');
  const transforms = types ? ['typescript', 'imports', 'jest'] : ['imports', 'jest'];
  return sucrase.transform(types ? withoutNamespaces(source) : source, { transforms, filePath: file, preserveDynamicImport: false,
    injectCreateRequireForImportRequire: false, disableESTransforms: true }).code;
}

module.exports = { asCommonJs, convert, isModule };
