'use strict';
// html-validate on a text, with the elements of HTML as it ships them.

const { HtmlValidate, StaticConfigLoader, builtinRules } = require('html-validate');
const { MAX_REMARKS, placesOf, short } = require('./places.js');
const { WrongSettings, near, wrongSeverity } = require('./wrong.js');

const configOf = (rules) => ({ root: true, extends: [], elements: ['html5'], rules });

// What it does not know it only says; other mistakes it throws.
function probed(rules) {
  const validator = new HtmlValidate(new StaticConfigLoader(configOf(rules)));
  validator.validateStringSync('<p></p>\n', 'x.html');
  return validator;
}

const NAMES = Object.keys(builtinRules);

function wrongRule(rule, value) {
  if (!NAMES.includes(rule)) return { rule, message: `html-validate has no rule '${rule}'${near(rule, NAMES)}` };
  try {
    probed({ [rule]: value });
  } catch (error) {
    return wrongSeverity(rule, value) ?? { rule, message: `'${rule}' does not take these options: ${error.message}` };
  }
  return null;
}

function validatorOf(rules) {
  try {
    if (Object.keys(rules).every((rule) => NAMES.includes(rule))) return probed(rules);
  } catch {
    // Below, rule by rule.
  }
  const list = Object.entries(rules).map(([rule, value]) => wrongRule(rule, value)).filter(Boolean);
  if (list.length > 0) throw new WrongSettings(list);
  return probed(rules);
}

// `ask`: {rules: as html-validate has them}.
function reader({ rules }) {
  const validator = validatorOf(rules);
  return ({ text: written }) => {
    // What a submission says to the tool does not count: it becomes a comment like any other.
    const text = written.replaceAll('[html-validate-', '[html_validate-');
    const places = placesOf(text);
    let report;
    try {
      report = validator.validateStringSync(text, 'index.html');
    } catch (error) {
      const at = error.location ?? { line: 1, column: 1 };
      const { line, column } = places.place(at.line, at.column);
      return { remarks: [], unreadable: { line, column, message: short(error.message) } };
    }
    const messages = report.results.flatMap((result) => result.messages);
    const broken = messages.find(({ ruleId }) => ruleId === 'parser-error');
    if (broken) {
      const { line, column } = places.place(broken.line, broken.column);
      return { remarks: [], unreadable: { line, column, message: short(broken.message) } };
    }
    return { remarks: messages.slice(0, MAX_REMARKS).map((message) => ({
      rule: message.ruleId, message: short(message.message),
      ...places.range(message.line, message.column, message.line, message.column + Math.max(1, message.size)) })) };
  };
}

module.exports = { reader };
