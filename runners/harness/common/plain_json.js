'use strict';
// JSON of plain values, with nothing that foreign code could have put into a prototype (toJSON,
// iterators): only what is taken here is called.

const { stringify } = JSON;
const { isArray } = Array;
const { keys } = Object;

function plainText(value) {
  if (typeof value !== 'object' || value === null) return stringify(value) ?? 'null';
  let text = '';
  if (isArray(value)) {
    for (let i = 0; i < value.length; i += 1) text += (i > 0 ? ',' : '') + plainText(value[i]);
    return `[${text}]`;
  }
  const names = keys(value);
  for (let i = 0; i < names.length; i += 1) {
    if (value[names[i]] === undefined) continue;
    text += `${text ? ',' : ''}${stringify(names[i])}:${plainText(value[names[i]])}`;
  }
  return `{${text}}`;
}

module.exports = { plainText };
