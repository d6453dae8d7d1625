'use strict';
// ES modules, TypeScript and JSX become CommonJS, as Babel's presets would make them, each line where
// it was.

const { transform: convert } = require('/toolchain/node_modules/sucrase');

function transform(source, file, { typed, marked }) {
  const transforms = ['imports'];
  if (typed) transforms.push('typescript');
  if (marked || !typed) transforms.push('jsx');
  return convert(source, { transforms, filePath: file, disableESTransforms: true,
    jsxRuntime: 'automatic', production: true }).code;
}

module.exports = { transform };
