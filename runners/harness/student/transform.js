'use strict';
// ES modules, TypeScript and JSX become CommonJS, as Babel's presets would make them, each line where
// it was.

const { transform: convert } = require('/toolchain/node_modules/sucrase');
const { withoutNamespaces } = require('../common/namespaces.js');

// `keep`: modules stay modules.
function transform(source, file, { typed, marked, keep = false }) {
  const transforms = keep ? [] : ['imports'];
  if (typed) transforms.push('typescript');
  if (marked || (!typed && !keep)) transforms.push('jsx');
  return convert(typed ? withoutNamespaces(source) : source, { transforms, filePath: file, disableESTransforms: true,
    jsxRuntime: 'automatic', production: true }).code;
}

module.exports = { transform };
