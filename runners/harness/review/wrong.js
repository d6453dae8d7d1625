'use strict';
// What is wrong in settings of a tool, each thing with the rule (or option) that it is about.

const { near } = require('../common/near.js');
const { short } = require('./places.js');

class WrongSettings extends Error {
  // `list`: [{rule, message}]; the message says what a person can do about it.
  constructor(list) {
    super(list.map(({ message }) => message).join('; '));
    this.list = list.slice(0, 50).map(({ rule, message }) => ({ rule, message: short(message) }));
  }
}

const SEVERITIES = ['off', 'warn', 'error', 0, 1, 2];

// ESLint and html-validate have the same: 'error', or ['error', options].
function wrongSeverity(rule, value) {
  const severity = Array.isArray(value) ? value[0] : value;
  if (SEVERITIES.includes(severity)) return null;
  return { rule, message: `'${rule}' takes off, warn or error, found ${JSON.stringify(severity) ?? 'nothing'}` };
}

module.exports = { WrongSettings, near, wrongSeverity };
