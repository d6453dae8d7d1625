'use strict';
// ESLint by its linter alone: it never looks for a configuration, and reads no file.

const { Linter } = require('eslint');
const globals = require('globals');
const { MAX_REMARKS, placesOf, short } = require('./places.js');

const MODULE = /^\s*(?:import\s*[\w{*'"]|export\s)/m;

// Where a student's code runs is not known beforehand: names of browsers, Node and test frameworks are all known.
const KNOWN = { ...globals.browser, ...globals.node, ...globals.jest, ...globals.vitest, ...globals.mocha };

function configOf(rules, path, text) {
  const sourceType = /\.mjs$/.test(path) || MODULE.test(text) ? 'module'
    : /\.cjs$|\brequire\s*\(|\bmodule\.exports\b/.test(path + text) ? 'commonjs' : 'script';
  return [{
    files: ['**/*'],
    languageOptions: { ecmaVersion: 'latest', sourceType, globals: KNOWN,
      parserOptions: { ecmaFeatures: { jsx: true } } },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    rules,
  }];
}

// Without the plugin that knows JSX, what is only used there looks unused; React stands for every element.
function isUsedInJsx(message, text) {
  if (message.ruleId !== 'no-unused-vars') return false;
  const [, name] = /^'([\w$]+)'/.exec(message.message) ?? [];
  return new RegExp(name === 'React' ? '<[A-Za-z>]' : `<${name}[\\s/>.]`).test(text);
}

// `ask`: {rules: as ESLint has them}.
function reader({ rules }) {
  const linter = new Linter({ configType: 'flat' });
  linter.verify('', configOf(rules, 'x.js', ''), { filename: 'x.js' });  // throws where the rules are not valid
  return ({ path, text }) => {
    const places = placesOf(text);
    const name = `file.${/\.([cm]?jsx?)$/.exec(path)?.[1] ?? 'js'}`;
    const messages = linter.verify(text, configOf(rules, path, text), { filename: name });
    const fatal = messages.find((message) => message.fatal);
    if (fatal) {
      const { line, column } = places.place(fatal.line ?? 1, fatal.column ?? 1);
      return { remarks: [], unreadable: { line, column, message: short(fatal.message.replace(/^Parsing error: /, '')) } };
    }
    const remarks = messages.filter((message) => message.ruleId && !isUsedInJsx(message, text)).slice(0, MAX_REMARKS)
      .map((message) => ({
        rule: message.ruleId, message: short(message.message),
        ...places.range(message.line, message.column, message.endLine, message.endColumn),
        ...(message.fix ? { fix: short(message.fix.text) } : {}),
      }));
    return { remarks };
  };
}

module.exports = { reader };
