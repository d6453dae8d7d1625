'use strict';
// ESLint by its linter alone: it never looks for a configuration, and reads no file.

const { Linter } = require('eslint');
const { builtinRules } = require('eslint/use-at-your-own-risk');
const globals = require('globals');
const { fixesIn } = require('./fixes.js');
const { MAX_REMARKS, placesOf, short } = require('./places.js');
const own = require('./undeclared.js');
const { WrongSettings, near, wrongSeverity } = require('./wrong.js');

const MODULE = /^[ \t]*(?:import\s*[\w{*'"]|export\s)/m;

// Where a student's code runs is not known beforehand: names of browsers, Node and test frameworks are all known.
const KNOWN = { ...globals.browser, ...globals.node, ...globals.jest, ...globals.vitest, ...globals.mocha };

function configOf(rules, path, text) {
  const sourceType = /\.mjs$/.test(path) || MODULE.test(text) ? 'module'
    : /\.cjs$|\brequire\s*\(|\bmodule\.exports\b/.test(path + text) ? 'commonjs' : 'script';
  return [{
    // A pattern for all files would leave out '.jsx'.
    files: ['**/*.{js,jsx,cjs,mjs}'],
    languageOptions: { ecmaVersion: 'latest', sourceType, globals: KNOWN,
      parserOptions: { ecmaFeatures: { jsx: true } } },
    plugins: { own },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    rules,
  }];
}

// Without the plugin that knows JSX, what is only used there looks unused; React stands for every element.
function isUsedInJsx(message, { tokens }) {
  if (message.ruleId !== 'no-unused-vars') return false;
  const [, name] = /^'([\w$]+)'/.exec(message.message) ?? [];
  return tokens.some((token, i) => tokens[i - 1]?.value === '<' &&
    (token.type === 'JSXIdentifier' ? [token.value, 'React'].includes(name) : token.value === '>' && name === 'React'));
}

// ESLint ends lines where JavaScript does; everybody else at "\n".
function placesIn(text) {
  const places = placesOf(text);
  if (!/\r(?!\n)|[\u2028\u2029]/.test(text)) return places;
  const starts = [0];
  for (const { 0: end, index } of text.matchAll(/\r\n|[\r\n\u2028\u2029]/g)) starts.push(index + end.length);
  return { ...places, place: (line, column) => places.at((starts[line - 1] ?? text.length) + column - 1) };
}

// The words of ESLint without its values, which hold all defaults too.
function wrongOptions(rule, error) {
  const property = /Unexpected property "([^"]*)"\. Expected properties: (.*)\./.exec(error.message);
  if (property) {
    const names = [...property[2].matchAll(/"([^"]*)"/g)].map((match) => match[1]);
    return { rule, message: `'${rule}' has no option '${property[1]}'${near(property[1], names) || `; it has ${names.join(', ')}`}` };
  }
  const [first] = error.message.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !/^(?:Config |Key )/.test(line));
  return { rule, message: `'${rule}' does not take these options: ${first ?? error.message}` };
}

function wrongRule(linter, rule, value) {
  if (!builtinRules.has(rule)) {
    const why = rule.includes('/') ? '; rules of plugins are not here' : near(rule, [...builtinRules.keys()]);
    return { rule, message: `ESLint has no rule '${rule}'${why}` };
  }
  try {
    linter.verify('', configOf({ [rule]: value }, 'x.js', ''), { filename: 'x.js' });
  } catch (error) {
    return wrongSeverity(rule, value) ?? wrongOptions(rule, error);
  }
  return null;
}

// `ask`: {rules: as ESLint has them}.
function reader({ rules }) {
  const linter = new Linter({ configType: 'flat' });
  try {
    linter.verify('', configOf(rules, 'x.js', ''), { filename: 'x.js' });  // throws where the rules are not valid
  } catch (error) {
    const list = Object.entries(rules).map(([rule, value]) => wrongRule(linter, rule, value)).filter(Boolean);
    throw list.length > 0 ? new WrongSettings(list) : error;
  }
  // `like`: the text that says whether this is a module.
  return ({ path, text, like = text }) => {
    const places = placesIn(text);
    const name = `file.${/\.([cm]?jsx?)$/.exec(path)?.[1] ?? 'js'}`;
    const messages = linter.verify(text, configOf(rules, path, like), { filename: name });
    const unread = messages.find(({ message }) => message.startsWith('No matching configuration'));
    if (unread) throw new Error(unread.message);
    const fatal = messages.find((message) => message.fatal);
    if (fatal) {
      const { line, column } = places.place(fatal.line ?? 1, fatal.column ?? 1);
      const says = fatal.message.replace(/^Parsing error: /, '').replace(/^Unexpected token\s*$/, 'Unexpected end of the file');
      return { remarks: [], unreadable: { line, column, message: short(says) } };
    }
    const fixOf = fixesIn(text);
    const remarks = messages.filter((message) => message.ruleId && !isUsedInJsx(message, linter.getSourceCode().ast)).slice(0, MAX_REMARKS)
      .map((message) => ({
        rule: message.ruleId, message: short(message.message),
        ...places.range(message.line, message.column, message.endLine, message.endColumn),
        ...fixOf(message.fix),
      }));
    return { remarks };
  };
}

module.exports = { reader };
