'use strict';
// The half of the pipe in the jail of the student's code: loads the module, calls its functions.

const { receive, send, stringify } = require('./pipe.js');
const { encode, decode, typesOf } = require('./values.js');
const { load } = require('./module.js');
const { describe } = require('../common/failures.js');
const { types } = require('util');

const { reallyExit } = process;
const { apply, construct } = Reflect;
const leave = (code) => apply(reallyExit, process, [code]);
const TOO_LARGE = '{"$other":"too large"}';

// A promise that nobody waits for, or a timer of the module: not what was asked.
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});

let functions = null;  // by name
let helpers = null;    // callbacks.js, where a rubric asks for it
let printed = null;
let kept;  // what steps are about

function act({ how, name }, args) {
  switch (how) {
    case 'new':
      return construct(functions[name], args);
    case 'self':
      return kept(...args);
    case 'method':
      return kept[name](...args);
    case 'get':
      return kept[name];
    case 'set':
      kept[name] = args[0];
      return undefined;
    default:
      return functions[name](...args);
  }
}

// Whether there is nothing to call.
function lacks({ how, name }) {
  if (how === 'self') return typeof kept !== 'function';
  return how === 'method' && typeof kept?.[name] !== 'function';
}

// The names of what can be called on the value that steps are about.
function methods() {
  const names = [];
  try {
    for (let at = kept; at && at !== Object.prototype && at !== Function.prototype;
         at = Object.getPrototypeOf(at)) {
      for (const name of Object.getOwnPropertyNames(Object(at))) {
        if (names.length < 50 && name !== 'constructor' && typeof kept[name] === 'function') {
          names.push(name.slice(0, 100).toWellFormed());
        }
      }
    }
  } catch {
    // A getter that throws.
  }
  return names;
}

async function answer(request, json) {
  const { id } = request;
  const callbacks = request.called ? new helpers.Callbacks() : null;
  const args = decode(json, callbacks === null ? undefined : (how) => callbacks.make(how));
  let lines;
  printed?.taken();
  try {
    if (lacks(request)) {
      send([stringify({ id, is: 'missing', name: request.name, has: methods() })]);
      return;
    }
    let value = act(request, args);
    if (types.isPromise(value)) value = await value;
    if (request.keep) kept = value;
    const taken = request.take > 0 ? await helpers.take(value, request.take) : null;
    lines = taken === null ? [stringify({ id, is: 'returned' }), stringify(encode(value))]
      : [stringify({ id, is: 'yielded', done: taken.done }), stringify(encode(taken.values))];
  } catch (error) {
    lines = [stringify({ id, is: 'threw', types: typesOf(error), error: describe(error) })];
  }
  const more = (whole) => [
    ...(request.after ? [whole ? stringify(encode(args)) : `[${TOO_LARGE}]`] : []),
    ...(request.prints ? [stringify(whole ? printed.taken() : '')] : []),
    ...(callbacks === null ? [] : [stringify(callbacks.told(whole))])];
  if (send([...lines, ...more(true)]) || send([...lines, ...more(false)])) return;
  send([stringify({ id, is: 'returned' }), TOO_LARGE, ...more(false)]);
}

async function read({ id, module, functions: names, helpers: needed, prints }) {
  if (needed) helpers = require('./callbacks.js');
  if (prints) printed = new helpers.Printed();
  try {
    const found = await load(module, names);
    if (found.functions === undefined) return { id, is: 'missing', name: found.name, has: found.has };
    ({ functions } = found);
    return { id, is: 'loaded' };
  } catch (error) {
    return { id, is: 'unloadable', failure: describe(error) };
  }
}

async function main() {
  for (;;) {
    const message = receive();
    if (message === null) leave(0);
    const [request, args] = message;
    if (request.do === 'load') {
      send([stringify(await read(request))]);
    } else if (request.do === 'call' && functions !== null) {
      await answer(request, args);
    } else {
      leave(0);
    }
  }
}

main();
