'use strict';
// Prettier: whether it would write the file as it is, and the first lines that it would write otherwise.

const { placesOf, short } = require('./places.js');
const { WrongSettings, near } = require('./wrong.js');

let loaded = null;
async function library() {
  loaded ??= await import('prettier');
  return loaded;
}

// Places that differ, at most so many: after the first ones they mostly say the same.
const MAX_PLACES = 20;

const REACH = 60;  // lines in which two texts come together again

// How far the nearest two lines are that are equal again; empty ones say nothing, but the last.
function nearestEqual(from, i, to, j) {
  for (let reach = 1; reach < REACH; reach += 1) {
    for (let di = 0; di <= reach; di += 1) {
      const line = from[i + di];
      const dj = reach - di;
      if (line === undefined || line !== to[j + dj]) continue;
      if (line.trim() !== '' || (i + di === from.length - 1 && j + dj === to.length - 1)) return [di, dj];
    }
  }
  return null;
}

// [first, last] lines of `from`, 1-based, that are not in `to` at their turn.
function differing(from, to) {
  const places = [];
  let i = 0;
  let j = 0;
  while (i < from.length && places.length < MAX_PLACES) {
    if (from[i] === to[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [di, dj] = nearestEqual(from, i, to, j) ?? [from.length - i, to.length - j];
    places.push([i + 1, i + Math.max(1, di)]);
    i += di;
    j += dj;
  }
  return places;
}

async function wrongOptions(prettier, options) {
  const names = (await prettier.getSupportInfo()).options.map((option) => option.name);
  const wrong = [];
  for (const [rule, value] of Object.entries(options)) {
    if (!names.includes(rule)) {
      wrong.push({ rule, message: `Prettier has no option '${rule}'${near(rule, names)}` });
      continue;
    }
    try {
      await prettier.format('a\n', { [rule]: value, parser: 'babel', plugins: [] });
    } catch (error) {
      wrong.push({ rule, message: `'${rule}' of Prettier: ${error.message}` });
    }
  }
  return wrong;
}

// `ask`: {options: as Prettier has them}.
async function reader({ options }) {
  const prettier = await library();
  const wrong = await wrongOptions(prettier, options);
  if (wrong.length > 0) throw new WrongSettings(wrong);
  return async ({ path, text: handedIn }) => {
    // What a submission says to the tool does not count: it becomes a comment like any other.
    const text = handedIn.replaceAll('prettier-ignore', 'prettier_ignore');
    const places = placesOf(text);
    const { inferredParser } = await prettier.getFileInfo(path, { resolveConfig: false });
    if (!inferredParser) return { remarks: [] };
    let written;
    try {
      written = await prettier.format(text, { ...options, parser: inferredParser, endOfLine: 'auto', plugins: [] });
    } catch (error) {
      const at = error.loc?.start ?? { line: 1, column: 1 };
      const { line, column } = places.place(at.line, at.column);
      return { remarks: [], unreadable: { line, column, message: short(error.message.split('\n')[0]) } };
    }
    if (written === text) return { remarks: [] };
    const lines = text.split('\n');
    return { remarks: differing(lines, written.split('\n')).map(([first, last]) => ({
      rule: 'format', message: '',
      ...places.range(first, 1, last, (lines[last - 1] ?? '').length + 1) })) };
  };
}

module.exports = { reader };
