'use strict';
// What a tool would write instead: a range of the file, and a text.

const { placesOf } = require('./places.js');

const MAX_FIXES = 50;    // of one file and one ask
const MAX_BYTES = 1000;  // of the text of one

const isWhole = (text, offset) =>
  Number.isInteger(offset) && offset >= 0 && offset <= text.length && text.slice(0, offset).isWellFormed();

// A function of {range: [from, to], text}, offsets in units of UTF-16; gives {fix} as the engine reads it, or {}.
function fixesIn(text) {
  const places = placesOf(text);
  let left = MAX_FIXES;
  return (proposed) => {
    if (!proposed || left === 0) return {};
    const { range: [from, to], text: written } = proposed;
    if (!isWhole(text, from) || !isWhole(text, to) || from > to) return {};
    if (!written.isWellFormed() || Buffer.byteLength(written) > MAX_BYTES || written === text.slice(from, to)) return {};
    left -= 1;
    const start = places.at(from);
    const end = places.at(to);
    return { fix: { line: start.line, column: start.column, end_line: end.line, end_column: end.column, text: written } };
  };
}

module.exports = { fixesIn };
