'use strict';
// The seal of a line: whoever has not the key cannot write one. Student code runs later in this
// process, so everything used here is taken from its module before that.

const crypto = require('crypto');

const { apply } = Reflect;
const { slice } = String.prototype;

// crypto.hash (Node 20.12 and later) is one call into native code; the older way goes through
// prototypes, whose methods are therefore taken here.
const { hash: digestOnce } = crypto;
const { update, digest } = crypto.createHash('sha256').constructor.prototype;

// In hexadecimal digits.
function sha256(text) {
  if (digestOnce) return digestOnce('sha256', text);
  const hash = crypto.createHash('sha256');
  apply(update, hash, [text]);
  return apply(digest, hash, ['hex']);
}

const seal = (key, number, text) =>
  apply(slice, sha256(key + sha256(`${key} ${number} ${text}`)), [0, 32]);

module.exports = { seal, sha256 };
