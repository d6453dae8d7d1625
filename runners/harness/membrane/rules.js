'use strict';
// The rules of the messages between two jails (membrane.js says what they are), and what is no
// message at all. Student code may share this process: what is used later is taken now.

const { apply } = Reflect;
const { isArray } = Array;
const { keys } = Object;
const own = Object.hasOwn;
const { charCodeAt, indexOf } = String.prototype;
const { test } = RegExp.prototype;

const MAX_ID = 64;
const MAX_WORD = 64 << 10;
const MAX_NESTING = 12;      // twice what a message of ours has
const SMALL = 64 << 10;      // no harm, however deep

// The other side broke the rules. `kind`: a word for which.
class Violation extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

function violate(kind, message) {
  throw new Violation(kind, message);
}

// Whether a parser would build something deep of it. Brackets in strings do not count.
function isDeep(text) {
  if (text.length < SMALL) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = apply(charCodeAt, text, [i]);
    if (code === 0x22) {
      i = endOfString(text, i);
      if (i < 0) return false;  // no JSON
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > MAX_NESTING) return true;
    } else if (code === 0x5d || code === 0x7d) {
      depth -= 1;
    }
  }
  return false;
}

// Of the string that begins at `start`; -1: it does not end.
function endOfString(text, start) {
  for (let at = start;;) {
    at = apply(indexOf, text, ['"', at + 1]);
    if (at < 0) return -1;
    let slashes = 0;
    while (apply(charCodeAt, text, [at - 1 - slashes]) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
}

const isText = (most) => (value) => typeof value === 'string' && value.length <= most;
const isOne = (value) => value === 1;
const isAny = () => true;
const REQUEST = { i: isText(MAX_ID), d: isText(MAX_ID), v: isArray, c: Number.isSafeInteger, n: isArray,
  s: isArray, b: isOne };
const REPLY = { i: isText(MAX_ID), r: isAny, l: isArray, t: isAny, w: isText(MAX_WORD), x: isText(MAX_WORD),
  h: isOne, n: isArray, s: isArray, f: isArray };

function checkShape(message) {
  if (typeof message !== 'object' || message === null || isArray(message)) {
    violate('message', 'a frame holds no message');
  }
  const isRequest = own(message, 'd');
  const fields = isRequest ? REQUEST : REPLY;
  const there = keys(message);
  for (let i = 0; i < there.length; i += 1) {
    const key = there[i];
    if (!own(fields, key) || !fields[key](message[key])) violate('shape', 'a message has another shape');
  }
  const answers = own(message, 'r') + own(message, 'l') + own(message, 't') + own(message, 'x');
  const isWhole = own(message, 'i') && (isRequest ? own(message, 'v') : answers === 1);
  if (!isWhole || (own(message, 'w') && !own(message, 't'))) violate('shape', 'a message has another shape');
}

const REFERENCES = { j: /^j\d{1,9}$/, s: /^s\d{1,9}$/ };

// `side`: whose object it must be.
function checkReference(ref, side) {
  if (typeof ref !== 'string' || !apply(test, REFERENCES[side], [ref])) {
    violate('reference', 'a reference names nobody\'s object');
  }
}

module.exports = { Violation, checkReference, checkShape, isDeep, violate };
