'use strict';
// Places in a file: tools count columns in units of UTF-16, people in characters.

// {line(n), place(line, column)}: `line` 1-based, `column` 1-based in units of UTF-16.
function placesOf(text) {
  const lines = text.split('\n');
  const characters = (line, column) => {
    const before = (lines[line - 1] ?? '').slice(0, Math.max(0, column - 1));
    return [...before].length + 1;
  };
  return {
    place(line, column) {
      const known = Math.min(Math.max(1, line), lines.length);
      return { line: known, column: characters(known, column) };
    },
    // From 1-based ends; without an end, one character.
    range(line, column, endLine, endColumn) {
      const from = this.place(line, column);
      const to = endLine === undefined || endColumn === undefined ? { line: from.line, column: from.column + 1 }
        : this.place(endLine, endColumn);
      return { line: from.line, column: from.column, end_line: to.line, end_column: to.column };
    },
    // Of an offset in units of UTF-16.
    at(offset) {
      const before = text.slice(0, offset);
      const line = before.split('\n').length;
      return this.place(line, offset - (before.lastIndexOf('\n') + 1) + 1);
    },
  };
}

const MAX_REMARKS = 500;  // of one file and one ask
const MAX_TEXT = 500;     // of a message or a captured name, characters

// A half of a character would be no UTF-8.
const cut = (text, size) => text.slice(0, size).toWellFormed();

const short = (text) => cut(String(text), MAX_TEXT);

module.exports = { MAX_REMARKS, cut, placesOf, short };
