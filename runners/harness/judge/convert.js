'use strict';
// ES modules and TypeScript become CommonJS, line by line where they were.

let sucrase = null;

function convert(source, file, { types }) {
  sucrase ??= require('/toolchain/node_modules/sucrase');
  const transforms = types ? ['typescript', 'imports', 'jest'] : ['imports', 'jest'];
  return sucrase.transform(source, { transforms, filePath: file, preserveDynamicImport: false,
    injectCreateRequireForImportRequire: false, disableESTransforms: true }).code;
}

module.exports = { convert };
