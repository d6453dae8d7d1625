'use strict';
// How a test ended, as data: what was expected and what came, and where in the submission.

const MESSAGE_LIMIT = 4096;
const ANSI = /\u001b\[[0-9;]*[A-Za-z]/g;

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function textOf(read) {
  try {
    const value = read();
    return typeof value === 'string' ? value.slice(0, 65_536) : '';
  } catch {
    return '';
  }
}

// Without the stack, which some messages carry.
function messageOf(error) {
  if (!isObject(error)) {
    try {
      return `thrown: ${String(error)}`.slice(0, MESSAGE_LIMIT);
    } catch {
      return 'thrown: a symbol';
    }
  }
  const message = textOf(() => error.message).replace(ANSI, '');
  const name = textOf(() => error.name);
  const stack = message.search(/\n\s+at /);
  const told = stack < 0 ? message : message.slice(0, stack);
  const plain = name === '' || name === 'Error' || /Assertion/.test(name) || told.startsWith(name);
  return (plain ? told : `${name}: ${told}`).slice(0, MESSAGE_LIMIT);
}

// The first line of the submission that the error came through: {file, line, column} or null.
function frameOf(error) {
  const stack = isObject(error) ? textOf(() => error.stack) : '';
  const found = /(?:\(|at (?:async )?|file:\/\/)\/submission\/([^\n()?]*?)(?:\?\d+)?:(\d+):(\d+)/.exec(stack);
  if (!found || found[1].includes('node_modules/')) return null;
  return { file: found[1], line: Number(found[2]), column: Number(found[3]) };
}

// `over`: the Gone of a session that ended in this test, or before it.
function outcomeOf(test, { over, TimeLimit }) {
  if (over) return { state: 'failed', over: over.reason, message: '' };
  const [error] = test.errors;
  if (test.errors.length === 0) return { state: test.skipped ? 'skipped' : 'passed' };
  const told = { state: 'failed', message: messageOf(error) };
  if (error instanceof TimeLimit) told.late = true;
  const frame = frameOf(error);
  if (frame) told.frame = frame;
  return told;
}

module.exports = { outcomeOf };
