'use strict';
// Node's test reporter: hears the events, tells run.js, prints nothing.

const { append } = require('../common/list.js');
const listener = require('./session.js').take();

const { apply } = Reflect;
const { slice } = String.prototype;
const MESSAGE_LIMIT = 4096;
const NAME_LIMIT = 2000;
const TESTS_LIMIT = 20000;

function message(error) {
  const cause = error?.cause ?? error;
  try {
    const text = typeof cause === 'object' && cause !== null ? cause.message : cause;
    return String(text ?? '').slice(0, 65536).replace(/\u001b\[[0-9;]*[A-Za-z]/g, '')
      .slice(0, MESSAGE_LIMIT);
  } catch {
    return '';
  }
}

function stateOf(type, data) {
  if (data.todo !== undefined && data.todo !== false) return 'todo';
  if (data.skip !== undefined && data.skip !== false) return 'skipped';
  return type === 'test:pass' ? 'passed' : 'failed';
}

module.exports = async function* reporter(source) {
  if (!listener) return;
  const heard = { rows: [], waiting: 0 };
  const names = { __proto__: null };  // of the tests around, by their depth
  listener.attach(heard);
  for await (const { type, data } of source) {
    if (type === 'test:enqueue' && data.nesting === 0) heard.waiting += 1;
    if (type === 'test:start') {
      const around = data.nesting > 0 ? `${names[data.nesting - 1]} > ` : '';
      names[data.nesting] = `${around}${data.name}`;
    }
    if (type === 'test:pass' || type === 'test:fail') {
      const { error, type: kind } = data.details ?? {};
      // A group fails with its tests; only a fault of its own is news.
      const group = kind === 'suite' &&
        (type === 'test:pass' || error?.failureType === 'subtestsFailed');
      if (!group && heard.rows.length < TESTS_LIMIT) {
        const around = data.nesting > 0 ? `${names[data.nesting - 1]} > ` : '';
        const name = apply(slice, `${around}${data.name}`, [0, NAME_LIMIT]);
        const state = stateOf(type, data);
        append(heard.rows, state === 'failed' ? [name, state, message(error)] : [name, state]);
      }
      if (data.nesting === 0) heard.waiting -= 1;
    }
    listener.changed();
  }
  listener.ended();
};
