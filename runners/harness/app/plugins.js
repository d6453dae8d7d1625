'use strict';
// What Vite needs to build what react-scripts built, and to say well what is missing.

const fs = require('node:fs');

// JSX in files that end in .js.
function jsxEverywhere() {
  const { transformWithEsbuild } = require('/node_modules/vite');
  return {
    name: 'grader-jsx',
    enforce: 'pre',
    async transform(code, id) {
      const file = id.split('?')[0];
      if (!/\.m?js$/.test(file) || file.includes('/node_modules/') || id.startsWith('\0')) return null;
      return transformWithEsbuild(code, file, { loader: 'jsx', jsx: 'automatic' });
    },
  };
}

// `import { ReactComponent as Logo } from './logo.svg'`.
function drawings() {
  return {
    name: 'grader-drawings',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith('.svg')) return null;
      return `import { createElement } from 'react';\nimport url from ${JSON.stringify(`${id}?url`)};\nexport default url;\n` +
        'export const ReactComponent = (given) => createElement(\'img\', { src: url, ...given });\n';
    },
  };
}

// The React that an app was written for: until 18 it starts in another way than since 19.
function oneReact(major, modules) {
  if (major === 0 || major >= 19 || !fs.existsSync(`${modules}/react-18`)) return [];
  return ['react', 'react-dom'].flatMap((name) => [
    { find: new RegExp(`^${name}$`), replacement: `${modules}/${name}-18` },
    { find: new RegExp(`^${name}/`), replacement: `${modules}/${name}-18/` }]);
}

const packageOf = (specifier) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

function placeIn(file, specifier) {
  let lines = [];
  try {
    lines = fs.readFileSync(file, 'utf8').split('\n');
  } catch {
    // Made by another plugin: no place.
  }
  const line = lines.findIndex((one) => one.includes(specifier));
  return line < 0 ? { line: 0, column: 0 } : { line: line + 1, column: lines[line].indexOf(specifier) + 1 };
}

// Asked last: what nobody found. `within(file)`: its name in the submission; "" outside.
function whatIsMissing(modules, within) {
  return {
    name: 'grader-missing',
    enforce: 'post',
    async resolveId(source, importer) {
      if (!importer || source.startsWith('\0') || /^(?:data|https?):/.test(source)) return null;
      const file = within(importer.split('?')[0]);
      if (file === '') return null;
      const isFile = /^[./]/.test(source) || importer.split('?')[0].endsWith('.html');
      throw Object.assign(new Error(`cannot find ${source}`), {
        missing: isFile ? { file: source.slice(0, 200) } : { package: packageOf(source).slice(0, 200) },
        place: { file, ...placeIn(importer.split('?')[0], source) },
      });
    },
  };
}

module.exports = { drawings, jsxEverywhere, oneReact, whatIsMissing };
