'use strict';
// Functions that a rubric hands over: each writes down what it was called with, and gives back what
// the rubric says. Who lies about these calls could as well make them.

const { isDeepStrictEqual } = require('util');
const { encode, decode } = require('./values.js');

const MAX_WRITTEN = 1_000;
const MAX_LENGTH = 65_536;  // of all that is written down, as JSON
const { apply } = Reflect;
const { stringify } = JSON;
const OwnError = Error;

const isObject = (value) => typeof value === 'object' && value !== null;
const fresh = (json) => decode(json, () => undefined);

// What a call gives; throws what it should throw.
function outcome(how, times, args) {
  if ('throws' in how) {
    const thrown = fresh(how.throws);
    throw typeof thrown === 'string' ? new OwnError(thrown) : thrown;
  }
  if ('returns_each' in how) return fresh(how.returns_each[times - 1] ?? { $js: 'undefined' });
  if ('returns_for' in how) {
    const pairs = how.returns_for;
    for (let i = 0; i < pairs.length; ++i) {
      if (isDeepStrictEqual(fresh(pairs[i][0]), args[0])) return fresh(pairs[i][1]);
    }
    return undefined;
  }
  return 'returns' in how ? fresh(how.returns) : undefined;
}

class Callbacks {
  constructor() {
    this.made = [];
    this.room = MAX_LENGTH;
  }

  write(written, args) {
    if (written.times > MAX_WRITTEN || this.room < 0) return;
    const coded = encode(args);
    this.room -= stringify(coded).length;
    if (this.room >= 0) written.calls[written.calls.length] = coded;
  }

  make(how) {
    const written = { name: how.name, times: 0, calls: [] };
    this.made[this.made.length] = written;
    const call = (args) => {
      written.times += 1;
      this.write(written, args);
      return outcome(how, written.times, args);
    };
    if (how.async === true) return async (...args) => call(args);
    return (...args) => call(args);
  }

  // As a value: [[name, times, [arguments]]].
  told(calls = true) {
    const list = [];
    for (let i = 0; i < this.made.length; ++i) {
      const one = this.made[i];
      list[i] = [one.name, one.times, calls ? one.calls : []];
    }
    return list;
  }
}

// The first `count` values of what can be iterated: {done, values}; null: it cannot be.
async function take(value, count) {
  if (!isObject(value) && typeof value !== 'function') return null;
  const begin = value[Symbol.asyncIterator] ?? value[Symbol.iterator];
  const iterator = typeof begin === 'function' ? apply(begin, value, []) : value;
  if (typeof iterator?.next !== 'function') return null;
  const values = [];
  while (values.length < count) {
    const step = await iterator.next();
    if (step?.done) return { done: true, values };
    values[values.length] = await step?.value;
  }
  return { done: false, values };
}

// What is printed from now on, instead of where it would go.
class Printed {
  constructor(most = 65_536) {
    this.text = '';
    const stream = process.stdout;
    stream.write = (chunk, encoding, done) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      if (this.text.length < most) this.text += text.slice(0, most - this.text.length);
      const last = typeof encoding === 'function' ? encoding : done;
      if (typeof last === 'function') process.nextTick(last);
      return true;
    };
  }

  taken() {
    const { text } = this;
    this.text = '';
    return text.toWellFormed();
  }
}

module.exports = { Callbacks, Printed, take };
