'use strict';
// The name of one case of a table, as vitest makes it.

const util = require('util');

const HOLE = /%[sdifjoOc#$%]/g;

function valueAt(object, path) {
  return path.split('.').reduce((at, key) => (at === null || at === undefined ? undefined : at[key]), object);
}

const shown = (value) => (typeof value === 'string' ? value
  : util.inspect(value, { depth: 1, breakLength: Infinity, maxArrayLength: 10 }));

function formatName(template, values, index) {
  let at = 0;
  let name = template.replace(/%%/g, '\u0000').replace(HOLE, (hole) => {
    if (hole === '%#') return String(index);
    if (hole === '%$') return String(index + 1);
    if (at >= values.length) return hole;
    const value = values[at];
    at += 1;
    switch (hole) {
      case '%d': return String(Number(value));
      case '%i': return Object.is(value, -0) ? '-0' : String(Number.parseInt(value, 10));
      case '%f': return String(Number.parseFloat(value));
      case '%j': return JSON.stringify(value);
      case '%s': return typeof value === 'object' && value !== null ? shown(value) : String(value);
      case '%c': return '';
      default: return shown(value);
    }
  }).replace(/\u0000/g, '%');
  if (typeof values[0] === 'object' && values[0] !== null) {
    name = name.replace(/\$([$\w.]+)/g, (_, path) => shown(valueAt(values[0], path)));
  }
  return name;
}

module.exports = { formatName };
