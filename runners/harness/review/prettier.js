'use strict';
// Prettier: whether it would write the file as it is, and the first lines that it would write otherwise.

const { fixesIn } = require('./fixes.js');
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

// Lines of `from` that are not in `to` at their turn, counted from 0: [first, how many of `from`, first, how many of `to`].
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
    places.push([i, di, j, dj]);
    i += di;
    j += dj;
  }
  return places;
}

// Offsets at which the lines begin; the last one is behind the end.
function startsOf(lines) {
  const starts = [0];
  for (const line of lines) starts.push(starts.at(-1) + line.length + 1);
  return starts;
}

const words = (lines) => lines.join('\n').toLowerCase().replaceAll('/>', '>').replace(/[\s;,()'"\\]/g, '');
const depth = (lines) => lines.join('').split('(').length - lines.join('').split(')').length;

// Lines that were found to be equal need not be the same: a place stands for itself only if it says the
// same before and after, and closes the brackets that it opens.
const standsAlone = (from, to) => words(from) === words(to) && depth(from) === depth(to);

// These lines for those: the last line end stays, unless lines only go or come.
function replacement(from, starts, to, [i, di, j, dj]) {
  if (!standsAlone(from.slice(i, i + di), to.slice(j, j + dj))) return null;
  const text = to.slice(j, j + dj).join('\n');
  if (di > 0 && dj > 0) return { range: [starts[i], starts[i + di] - 1], text };
  return { range: [starts[i], starts[i + di]], text: dj > 0 ? `${text}\n` : '' };
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
    const instead = written.split('\n');
    const starts = startsOf(lines);
    // Where a semicolon begins a line, one that goes from the line before must not go alone.
    const apart = text === handedIn && !instead.some((line) => /^\s*;/.test(line));
    const fixOf = apart ? fixesIn(text) : () => ({});
    return { remarks: differing(lines, instead).map((place) => {
      const [first, count] = place;
      const last = first + Math.max(1, count) - 1;
      return { rule: 'format', message: '', ...places.range(first + 1, 1, last + 1, (lines[last] ?? '').length + 1),
        ...fixOf(replacement(lines, starts, instead, place)) };
    }) };
  };
}

module.exports = { reader };
