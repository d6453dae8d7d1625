'use strict';
// Most coursework is plain JavaScript that Node reads as it is; Babel, which takes longer to load
// than the tests to run, comes in only for the rest: JSX, TypeScript, ES modules where the template
// transforms them, hoisted mocks, and for its better messages about what does not parse.

const vm = require('vm');
const { readStrictly } = require('../common/strictly.js');

// Where jest.mock and its like may need to move above the imports.
const HOISTED = /\b(?:mock|unmock|deepUnmock|enableAutomock|disableAutomock)\s*\(/;

let babel = new Map();
function babelFor(presets) {
  const key = presets.join();
  if (!babel.has(key)) {
    const { moduleFile } = require('./config.js');
    const jest = require(moduleFile('babel-jest'));
    const options = {
      env: { targets: { node: 'current' } },
      react: { runtime: 'automatic' },
      'react-classic': { runtime: 'classic' },
      typescript: { allowDeclareFields: true },
    };
    const transformer = (jest.default ?? jest).createTransformer({
      babelrc: false,
      configFile: false,
      presets: presets.map((name) =>
        [moduleFile(`@babel/preset-${name.split('-')[0]}`), options[name]]),
    });
    babel.set(key, transformer);
  }
  return babel.get(key);
}

function plain(source, filename, asModule) {
  if (!/\.[cm]?js$/.test(filename) || HOISTED.test(source)) return false;
  try {
    // Compiled only.
    if (asModule) {
      new vm.SourceTextModule(source, { identifier: filename });
      return true;
    }
    readStrictly(source, filename);
    return true;
  } catch {
    return false;
  }
}

function presetsFor(filename, given) {
  const react = given.includes('react-classic') ? 'react-classic' : 'react';
  if (/\.[cm]?tsx?$/.test(filename)) return ['env', react, 'typescript'];
  if (/\.jsx$/.test(filename)) return ['env', react];
  return given;
}

function settings(args) {
  // Jest 26 passes (source, filename, config, options); later ones one object.
  const options = args.length > 1 ? { ...args[1], config: args[0] } : args[0];
  let own = options.transformerConfig;
  if (!own) {
    const row = (options.config.transform ?? []).find(([, file]) => file === __filename);
    own = row?.[2] ?? {};
  }
  return { options, own };
}

const transformer = {
  canInstrument: false,
  process(source, filename, ...rest) {
    const { options, own } = settings(rest);
    const asModule = Boolean(options.supportsStaticESM);
    const legacy = rest.length > 1;
    if (plain(source, filename, asModule)) return legacy ? source : { code: source };
    let presets = presetsFor(filename, own.presets ?? []);
    if (own.listing === 'commonjs' && !presets.includes('env')) presets = ['env', ...presets];
    return babelFor(presets).process(source, filename, ...rest);
  },
};

module.exports = transformer;
