'use strict';
// A judge's side of the membrane whose other side says what a test writes down.

const { types } = require('util');
const MEMBRANE = process.env.MEMBRANE ?? '/harness/membrane';
const { makeMembrane } = require(`${MEMBRANE}/membrane.js`);
const { takeRealm } = require(`${MEMBRANE}/realm.js`);

const realm = takeRealm(globalThis);
const text = (frame) => (typeof frame === 'string' ? frame : JSON.stringify(frame));

// `frames`: what comes, in turn; a function is given the last request that went out. Then nobody is
// left. `serve`: as of makeMembrane().
function peer(frames, serve = {}) {
  const sent = [];
  const told = { refused: [], failed: [] };
  let bytes = 0;
  let at = 0;
  const last = () => JSON.parse(sent.at(-1));
  const wire = {
    send: (one) => sent.push(one),
    receive() {
      if (at === frames.length) throw Object.assign(new Error('closed'), { reason: 'closed' });
      const frame = frames[at];
      at += 1;
      const one = text(typeof frame === 'function' ? frame(last(), sent) : frame);
      bytes += Buffer.byteLength(one) + 4;
      return one;
    },
    received: () => bytes,
    readEarly() {},
  };
  let id = 0;
  const membrane = makeMembrane({ side: 'j', wire, types, BytesOf: Buffer, realm, serve,
    ids: () => `id${id += 1}`,
    refused: (why, theirs = false) => told.refused.push(`${theirs ? 'theirs' : 'ours'}: ${why}`),
    failed: (error) => told.failed.push(error),
    isVeiled: (error) => error?.name === 'AssertionError' });
  return { membrane, sent, told, last };
}

// What the judge comes to know of an answer: "gone: reason: which rule", "refused: why", "threw: what"
// or "gave: what".
function outcome({ membrane, told }, ask = () => membrane.ask('require', './x', '/submission/x.test.js')) {
  let found;
  try {
    const given = ask();
    found = `gave: ${typeof given === 'function' ? 'a function' : require('util').inspect(given)}`;
  } catch (error) {
    found = `threw: ${error instanceof Error ? error.message : require('util').inspect(error)}`;
  }
  const over = membrane.over();
  if (told.refused.length > 0) return `refused, ${told.refused.join()}`;
  return over ? `gone: ${over.reason}${over.violation ? `: ${over.violation}` : ''}` : found;
}

const reply = (fields) => (asked) => ({ i: asked.i, ...fields });

module.exports = { outcome, peer, reply };
