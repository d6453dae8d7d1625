'use strict';
// html-validate on a text, with the elements of HTML as it ships them.

const { HtmlValidate, StaticConfigLoader } = require('html-validate');
const { MAX_REMARKS, placesOf, short } = require('./places.js');

// `ask`: {rules: as html-validate has them}.
function reader({ rules }) {
  const config = { root: true, extends: [], elements: ['html5'], rules };
  const validator = new HtmlValidate(new StaticConfigLoader(config));
  // Throws where an option is not valid; what it does not know it only says.
  const [unknown] = validator.validateStringSync('<p></p>\n', 'x.html').results
    .flatMap((result) => result.messages).filter(({ message }) => /^Definition for rule /.test(message));
  if (unknown) throw new Error(unknown.message);
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
