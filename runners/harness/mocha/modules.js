'use strict';
// How modules of the submission are found and read: chai in the generation that the template wants,
// and TypeScript, whose types are left out.

const fs = require('fs');
const Module = require('module');
const path = require('path');
const { fileURLToPath, pathToFileURL } = require('url');
const { withoutNamespaces } = require('../common/namespaces.js');

const ROOT = '/submission';
const TYPED = /\.([cm]?)tsx?$/;
const ENDS = ['.ts', '.tsx', '/index.ts'];

let translate = null;

function typed(source, file, transforms) {
  translate ??= Module.createRequire('/node_modules/x.js')('sucrase').transform;
  const jsx = file.endsWith('x') ? ['jsx'] : [];
  try {
    return translate(withoutNamespaces(source), { transforms: ['typescript', ...jsx, ...transforms],
      disableESTransforms: true, filePath: file }).code;
  } catch (error) {
    const [, words, line, column] = /: ([^\n]*?) \((\d+):(\d+)\)$/.exec(error.message) ?? [];
    if (!words) throw error;
    // As Babel says it: columns from 0.
    const told = new SyntaxError(`${file}: ${words} (${line}:${column - 1})`);
    throw Object.assign(told, { loc: { line: Number(line), column: Number(column) - 1 } });
  }
}

// As a project's own package.json says: "module" or "commonjs".
function formatOf(file) {
  const [, kind] = TYPED.exec(file);
  if (kind) return kind === 'm' ? 'module' : 'commonjs';
  for (let at = path.dirname(file); at.startsWith(ROOT); at = path.dirname(at)) {
    try {
      const { type } = JSON.parse(fs.readFileSync(path.join(at, 'package.json'), 'utf8'));
      return type === 'module' ? 'module' : 'commonjs';
    } catch {
      // None here.
    }
  }
  return 'commonjs';
}

// TypeScript names its modules without an end, or by that of what becomes of them.
function typedFile(specifier, parentUrl) {
  if (!/^\.{1,2}\//.test(specifier) || !TYPED.test(String(parentUrl).split('?')[0])) return null;
  const full = path.resolve(path.dirname(fileURLToPath(parentUrl)), specifier);
  if (fs.existsSync(full) && fs.statSync(full).isFile()) return null;
  const plain = full.replace(/\.([cm]?)jsx?$/, '');
  return [full.replace(/\.([cm]?)js(x?)$/, '.$1ts$2'), ...ENDS.map((end) => plain + end)]
    .find((one) => TYPED.test(one) && fs.existsSync(one)) ?? null;
}

// Packages for chai that were, in its generation before 5, the function that is their default export.
const PLUGIN = /^file:\/\/\/node_modules\/(chai-as-promised|sinon-chai)\/lib\/\1\.js$/;
const pluginAsItWas = (url) => `import plugin from '${url}?itself';\n`
  + 'const whole = Object.assign((...given) => plugin(...given), { default: plugin });\n'
  + "export { plugin as default, whole as 'module.exports' };\n";

// `chai`: the package that stands for chai, which the layer has in two generations.
function install(chai) {
  Module.registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'chai' || specifier.startsWith('chai/')) {
        return next(chai + specifier.slice('chai'.length), context);
      }
      const file = typedFile(specifier, context.parentURL);
      if (file) return { url: pathToFileURL(file).href, shortCircuit: true };
      return next(specifier, context);
    },
    load(url, context, next) {
      if (chai === 'chai-4' && PLUGIN.test(url)) {
        return { format: 'module', shortCircuit: true, source: pluginAsItWas(url) };
      }
      const place = url.startsWith('file:') ? fileURLToPath(url.split('?')[0]) : '';
      if (!place.startsWith(`${ROOT}/`) || !TYPED.test(place)) return next(url, context);
      const format = formatOf(place);
      const source = fs.readFileSync(place, 'utf8');
      return { format, shortCircuit: true,
        source: typed(source, place, format === 'module' ? [] : ['imports']) };
    },
  });
}

module.exports = { install };
