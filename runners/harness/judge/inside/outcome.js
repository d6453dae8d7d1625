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

const FRAME = /(?:\(|at (?:async )?|file:\/\/)\/submission\/([^\n()]*?):(\d+):(\d+)/g;

// The first line of the submission's own code that the error came through: {file, line, column} or
// null. `isOurs(file)`: it was laid by the rubric's side.
function frameOf(error, isOurs) {
  const stack = isObject(error) ? textOf(() => error.stack) : '';
  for (const [, file, line, column] of stack.matchAll(FRAME)) {
    if (isOurs(file) || file.includes('node_modules/')) continue;
    return { file, line: Number(line), column: Number(column) };
  }
  return null;
}

// Of assertions that compare two values whole; others say more than two values do.
const WHOLE = /^(?:toBe|toEqual|toStrictEqual|strictEqual|deepEqual|deepStrictEqual|equal|==|===)$/;
const MAX_SHOWN = 2000;

function comparedBy(error) {
  if (!isObject(error)) return null;
  const told = error.matcherResult;
  if (isObject(told) && 'expected' in told && 'actual' in told) return WHOLE.test(told.name) ? told : null;
  if (!('expected' in error) || !('actual' in error)) return null;
  const operator = textOf(() => error.operator);
  return operator === '' || WHOLE.test(operator) ? error : null;
}

// Of whatever framework, an error that says that an assertion failed.
function isAssertion(error) {
  if (!isObject(error)) return false;
  const name = textOf(() => error.name);
  return /Assertion/.test(name) || textOf(() => error.code) === 'ERR_ASSERTION' || isObject(error.matcherResult);
}

// {expected, actual} as literals, where a comparison failed.
function valuesOf(error, inspect) {
  try {
    const pair = comparedBy(error);
    if (!pair) return {};
    const shown = (value) => inspect(value, { depth: 6, breakLength: 72, maxArrayLength: 100, maxStringLength: 1000,
      customInspect: false }).slice(0, MAX_SHOWN);
    const both = { expected: shown(pair.expected), actual: shown(pair.actual) };
    return both.expected === both.actual ? {} : both;
  } catch {
    return {};
  }
}

// `over`: the Gone of a session that ended in this test, or before it.
function outcomeOf(test, { over, TimeLimit, inspect, isOurs }) {
  if (over) return { state: 'failed', over: over.reason, message: '' };
  const [error] = test.errors;
  if (test.errors.length === 0) return { state: test.skipped ? 'skipped' : 'passed' };
  const told = { state: 'failed', message: messageOf(error) };
  if (error instanceof TimeLimit) told.late = true;
  Object.assign(told, valuesOf(error, inspect));
  const frame = frameOf(error, isOurs);
  if (frame) told.frame = frame;
  return told;
}

module.exports = { isAssertion, outcomeOf };
