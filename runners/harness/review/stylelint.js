'use strict';
// Stylelint on a text; the rules are given whole, nothing is extended.

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

// `ask`: {rules: as Stylelint has them}.
async function reader({ rules }) {
  const stylelint = await library();
  const config = { rules, reportDescriptionlessDisables: null };
  const lint = (text) => stylelint.lint({ code: text, config, ignoreDisables: true, quiet: false, formatter: () => '' });
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
    return { remarks: warnings.slice(0, MAX_REMARKS).map((warning) => ({
      rule: warning.rule, message: said(warning),
      ...places.range(warning.line, warning.column, warning.endLine, warning.endColumn) })) };
  };
}

module.exports = { reader };
