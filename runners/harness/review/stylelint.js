'use strict';
// Stylelint on a text; the rules are given whole, nothing is extended.

const { fixesIn } = require('./fixes.js');
const { MAX_REMARKS, placesOf, short } = require('./places.js');
const { WrongSettings, near } = require('./wrong.js');

let loaded = null;
async function library() {
  loaded ??= (await import('stylelint')).default;
  return loaded;
}

// It says the rule once more at the end.
const said = ({ text, rule }) => short(text.replace(` (${rule})`, ''));

const wrongOptions = ({ invalidOptionWarnings }) => invalidOptionWarnings.map(({ text }) => {
  const rule = / (?:for|of) rule "([^"]+)"/.exec(text)?.[1] ?? '';
  return { rule, message: `'${rule}' does not take this: ${text.replace(` for rule "${rule}"`, '')}` };
});

const unknownRules = ({ warnings }, names) => warnings.filter(({ text }) => /^Unknown rule /.test(text))
  .map(({ rule }) => ({ rule, message: `Stylelint has no rule '${rule}'${near(rule, names)}` }));

const keyOf = ({ rule, text, line, column, endLine, endColumn }) => JSON.stringify([rule, text, line, column, endLine, endColumn]);

// {key of a warning: its fix}. To find one, Stylelint changes the tree that the next rules read: the
// warnings of this run are not used.
async function fixesOf(stylelint, lint, warnings) {
  const rules = new Set();
  for (const rule of new Set(warnings.map((warning) => warning.rule))) {
    if ((await stylelint.rules[rule])?.meta?.fixable) rules.add(rule);
  }
  const fixable = warnings.filter(({ rule }) => rules.has(rule)).length;
  if (fixable === 0 || fixable > MAX_REMARKS) return new Map();
  // A fix that cannot be made is no mistake of the file.
  const { results } = await lint(true).catch(() => ({ results: [] }));
  return new Map(results.flatMap((result) => result.warnings).filter(({ fix }) => fix).map((warning) => [keyOf(warning), warning.fix]));
}

// `ask`: {rules: as Stylelint has them}.
async function reader({ rules }) {
  const stylelint = await library();
  const config = { rules, reportDescriptionlessDisables: null };
  const lint = (text, computeEditInfo = false) =>
    stylelint.lint({ code: text, config, computeEditInfo, ignoreDisables: true, quiet: false, formatter: () => '' });
  const probe = await lint('a {}\n');
  const wrong = [...wrongOptions(probe.results[0]), ...unknownRules(probe.results[0], Object.keys(stylelint.rules))];
  if (wrong.length > 0) throw new WrongSettings(wrong);
  return async ({ text }) => {
    const places = placesOf(text);
    const { results } = await lint(text);
    const warnings = results.flatMap((result) => result.warnings);
    const broken = warnings.find(({ rule }) => rule === 'CssSyntaxError');
    if (broken) {
      const { line, column } = places.place(broken.line, broken.column);
      return { remarks: [], unreadable: { line, column, message: said(broken) } };
    }
    const fixes = await fixesOf(stylelint, (withFixes) => lint(text, withFixes), warnings);
    const fixOf = fixesIn(text);
    return { remarks: warnings.slice(0, MAX_REMARKS).map((warning) => ({
      rule: warning.rule, message: said(warning),
      ...places.range(warning.line, warning.column, warning.endLine, warning.endColumn),
      ...fixOf(fixes.get(keyOf(warning))) })) };
  };
}

module.exports = { reader };
