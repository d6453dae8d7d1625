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

// Strings are kept, comments go.
const COMMENT = /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\/.*|\/\*[^]*?\*\//g;
const IMPORT = /^[ \t]*import\s+(?:[\w$]+\s*,\s*)?\{([^}]*)\}\s*from\s*(['"])(\.[^'"\n]*)\2/gm;

// Node looks for the imported names before it runs a file: each module is asked for with the names
// that the file needs of it. `text`: what convert() made of `source`.
function withImportedNames(text, source) {
  const wanted = new Map();
  for (const [, clause, , from] of source.replace(COMMENT, (all, kept) => kept ?? '').matchAll(IMPORT)) {
    const names = clause.split(',').map((part) => part.trim().split(/\s+as\s+/)[0]).filter(Boolean);
    wanted.set(from, [...wanted.get(from) ?? [], ...names]);
  }
  let said = text;
  for (const [from, names] of wanted) {
    for (const place of [`'${from}'`, `"${from}"`]) {
      said = said.replace(`require(${place})`, () => `require.linked(${place},${JSON.stringify(names)})`);
    }
  }
  return said;
}

module.exports = { asCommonJs, convert, isModule, withImportedNames };
