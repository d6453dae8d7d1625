'use strict';
// What run.js tells the process of one test file, and what that says in the end: through two files
// that are gone before, and sealed after, anything of the submission runs there.

const fs = require('fs');
const { plainText } = require('../common/plain_json.js');
const { seal } = require('../common/seal.js');

const VARIABLE = 'GRADER_HANDOFF';
const { readFileSync, unlinkSync, writeFileSync } = fs;
const { parse } = JSON;

// In run.js. `given`: {key, out, ...}.
function give(place, given) {
  process.env[VARIABLE] = place;
  writeFileSync(place, plainText(given), { flag: 'wx', mode: 0o600 });
}

// In the other process: {given, write}, once; null where somebody took it before.
function take() {
  const place = process.env[VARIABLE];
  delete process.env[VARIABLE];
  let given;
  try {
    given = parse(readFileSync(place, 'utf8'));
    unlinkSync(place);
  } catch {
    return null;
  }
  const { key, out } = given;
  delete given.key;
  function write(value) {
    const text = plainText(value);
    writeFileSync(out, `${seal(key, 0, text)} ${text}`, { flag: 'wx', mode: 0o600 });
  }
  return { given, write };
}

// In run.js again: {value}, {forged: true} where somebody else wrote, null where nobody did.
function answer({ key, out }) {
  let line;
  try {
    line = readFileSync(out, 'utf8');
  } catch {
    return null;
  }
  const text = line.slice(33);
  if (line.slice(0, 33) !== `${seal(key, 0, text)} `) return { forged: true };
  return { value: parse(text) };
}

module.exports = { answer, give, take };
