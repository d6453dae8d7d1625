'use strict';
// Stylelint on a text; the rules are given whole, nothing is extended.

const { MAX_REMARKS, placesOf, short } = require('./places.js');

let loaded = null;
async function library() {
  loaded ??= (await import('stylelint')).default;
  return loaded;
}

// It says the rule once more at the end.
const said = ({ text, rule }) => short(text.replace(` (${rule})`, ''));

// `ask`: {rules: as Stylelint has them}.
async function reader({ rules }) {
  const stylelint = await library();
  const config = { rules, reportDescriptionlessDisables: null };
  const lint = (text) => stylelint.lint({ code: text, config, ignoreDisables: true, quiet: false, formatter: () => '' });
  const probe = await lint('a {}\n');
  const [wrong] = probe.results[0].invalidOptionWarnings;
  const unknown = probe.results[0].warnings.find(({ text }) => /^Unknown rule /.test(text));
  if (wrong || unknown) throw new Error(short((wrong ?? unknown).text));
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
