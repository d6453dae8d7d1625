'use strict';
// Node's test reporter: hears the events, tells run.js, prints nothing.

const listener = require('./session.js').take();

const MESSAGE_LIMIT = 4096;
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
  const names = [];
  listener.attach(heard);
  for await (const { type, data } of source) {
    if (type === 'test:enqueue' && data.nesting === 0) heard.waiting += 1;
    if (type === 'test:start') names[data.nesting] = data.name;
    if (type === 'test:pass' || type === 'test:fail') {
      const { error, type: kind } = data.details ?? {};
      // A group fails with its tests; only a fault of its own is news.
      const group = kind === 'suite' &&
        (type === 'test:pass' || error?.failureType === 'subtestsFailed');
      if (!group && heard.rows.length < TESTS_LIMIT) {
        const name = [...names.slice(0, data.nesting), data.name].join(' > ').slice(0, 2000);
        const state = stateOf(type, data);
        heard.rows.push(state === 'failed' ? [name, state, message(error)] : [name, state]);
      }
      if (data.nesting === 0) heard.waiting -= 1;
    }
    listener.changed();
  }
  listener.ended();
};
