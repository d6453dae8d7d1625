'use strict';
// Why a test file gave no tests, from whatever was thrown while it loaded.

const PREFIX = '/submission/';
const ANSI = /\u001b\[[0-9;]*[A-Za-z]/g;

function text(read, limit) {
  try {
    const value = read();
    return typeof value === 'string' ? value.slice(0, 65536).replace(ANSI, '').slice(0, limit) : '';
  } catch {
    return '';
  }
}

function relative(file) {
  return file.startsWith(PREFIX) ? file.slice(PREFIX.length) : '';
}

function number(read) {
  try {
    const value = read();
    return Number.isSafeInteger(value) && value >= 0 ? value : 0;
  } catch {
    return 0;
  }
}

// The first frame of the submission: {file, line, column}.
function frame(stack) {
  const found = /(?:\(|at (?:async )?|file:\/\/)(\/submission\/[^\n()]*?):(\d+):(\d+)/.exec(stack);
  if (!found || found[1].includes('/node_modules/')) return { file: '', line: 0, column: 0 };
  return { file: relative(found[1]), line: Number(found[2]), column: Number(found[3]) };
}

// Where V8 puts a caret below the line that it cannot read; at the end of a file there is none.
function caret(stack) {
  const end = /(?:^|\n)(?:file:\/\/)?(\/submission\/[^\n]*?):(\d+)\n\s*\n[^\n]*SyntaxError: Unexpected end of input/.exec(stack);
  if (end) return { file: relative(end[1]), line: Number(end[2]), column: 0 };
  const found =
    /(?:^|\n)(?:file:\/\/)?(\/submission\/[^\n]*?):(\d+)\n[^\n]*\n([ \t]*)\^/.exec(stack);
  if (!found) return null;
  return { file: relative(found[1]), line: Number(found[2]), column: found[3].length + 1 };
}

// `wrapped`: the first line of each file has something before it where it is run (before jest 30),
// so that columns there are not those of the file.
function describe(error, wrapped = false) {
  const failure = describeRaw(error);
  if (wrapped && failure.line === 1 && failure.kind !== 'syntax') failure.column = 0;
  return failure;
}

function describeRaw(error) {
  const object = (typeof error === 'object' && error !== null) || typeof error === 'function';
  if (!object) {
    let shown = '';
    try {
      shown = String(error).slice(0, 300);
    } catch {
      // A symbol, say.
    }
    return { kind: 'thrown', message: shown, subject: '', file: '', line: 0, column: 0 };
  }
  const message = text(() => error.message, 8192);
  const stack = text(() => error.stack, 32768);
  const name = text(() => error.name, 80);
  const code = text(() => error.code, 80);
  const first = message.trim().split('\n')[0] ?? '';

  // Babel: "/submission/a.js: Unexpected token (3:4)" and a place.
  const babel = /^(\/submission\/[^\n]*?): ([^\n]*?)(?: \((\d+):(\d+)\))?(?:\n|$)/.exec(message);
  if (babel && (code.startsWith('BABEL') || babel[3])) {
    const line = number(() => error.loc.line) || Number(babel[3] ?? 0);
    const column = number(() => error.loc.column) || Number(babel[4] ?? 0);
    return { kind: 'syntax', message: babel[2], subject: '', file: relative(babel[1]), line,
      column: column + 1 };
  }
  if (/^(?:ERR_)?MODULE_NOT_FOUND$/.test(code) || /^Cannot find (?:module|package) '/.test(first)) {
    const found = /^Cannot find (?:module|package) '([^']*)'(?: from '([^']*)')?/.exec(first);
    const subject = found?.[1] ?? '';
    const own = /^[./]/.test(subject);
    const importer = /(?:imported from |Require stack:\n- )(\/submission\/[^\n]*)/.exec(message);
    const from = found?.[2] || relative(importer?.[1] ?? '');
    const at = frame(stack);
    return { kind: own ? 'missing_file' : 'missing_package', message: first.replaceAll(PREFIX, ''),
      subject: relative(subject) || subject, file: at.file || from, line: at.line,
      column: at.column };
  }
  // Vite before 7.
  const vite = /^Failed to (?:load url (\S+) \(resolved id: .*\)(?: in (\S+))?|resolve import "([^"]*)" from "([^"]*)")\. Does the file exist\?/
    .exec(first);
  if (vite) {
    const subject = vite[1] ?? vite[3];
    const from = vite[2] ?? vite[4] ?? '';
    return { kind: /^[./]/.test(subject) ? 'missing_file' : 'missing_package',
      message: `Cannot find module '${relative(subject) || subject}'`,
      subject: relative(subject) || subject, file: relative(from) || from, line: 0, column: 0 };
  }
  // Jest 30 where ES modules are not asked for; before that V8 says it, in these words.
  const module = /^Must use import to load ES Module: ([^\n]*)/.exec(first);
  if (module) {
    return { kind: 'syntax', message: 'Cannot use import statement outside a module', subject: '',
      file: relative(module[1]), line: 0, column: 0 };
  }
  if (name === 'SyntaxError') {
    const place = caret(stack);
    // Jest puts its own advice before V8's words.
    const words = /\n\s*SyntaxError: ([^\n]*)/.exec(stack)?.[1];
    const own = words ?? first.replace(/^SyntaxError: /, '');
    const lacking = /does not provide an export named '([^']*)'/.exec(own);
    return { kind: lacking ? 'other' : 'syntax', message: own, subject: lacking?.[1] ?? '',
      ...(place ?? frame(stack)) };
  }
  const shown = first.startsWith(name) || !name ? first : `${name}: ${first}`;
  return { kind: 'thrown', message: shown, subject: '', ...frame(stack) };
}

const KINDS = ['syntax', 'missing_package', 'missing_file', 'thrown', 'other'];
const TEXTS = ['message', 'subject', 'file'];
const NUMBERS = ['line', 'column'];

// What describe() said somewhere else; throws where it is something else.
function readFailure(said) {
  const isFailure = KINDS.includes(said?.kind) && TEXTS.every((key) => typeof said[key] === 'string') &&
    NUMBERS.every((key) => Number.isSafeInteger(said[key]) && said[key] >= 0);
  if (!isFailure) throw new Error('this is no failure');
  const failure = { kind: said.kind };
  for (const key of [...TEXTS, ...NUMBERS]) failure[key] = said[key];
  return failure;
}

// Of what a listing replaced by stubs: the modules that are not there, and who asks for them.
function lackingOf(errors, wrapped = false) {
  return errors.slice(0, 50).map((error) => describe(error, wrapped))
    .filter(({ kind }) => kind === 'missing_file' || kind === 'missing_package');
}

function noFile(file) {
  return { kind: 'missing_file', message: `There is no file ${file}.`, subject: file, file: '',
    line: 0, column: 0 };
}

function noTests(file) {
  return { kind: 'empty', message: 'There is no test in this file.', subject: '', file, line: 0,
    column: 0 };
}

module.exports = { describe, lackingOf, noFile, noTests, readFailure };
