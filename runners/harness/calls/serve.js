'use strict';
// The half of the pipe in the jail of the student's code: loads the module, calls the function.

const { receive, send, stringify } = require('./pipe.js');
const { encode, decode } = require('./values.js');
const { load } = require('./module.js');
const { describe } = require('../common/failures.js');
const { types } = require('util');

const { reallyExit } = process;
const leave = (code) => Reflect.apply(reallyExit, process, [code]);
const { apply } = Reflect;
const { getPrototypeOf } = Object;

// A promise that nobody waits for, or a timer of the module: not what was asked.
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});

// The name of the error's class, and of those above it.
function typesOf(error) {
  const names = [];
  if (!types.isNativeError(error) && !(error instanceof Error)) return names;
  if (typeof error.name === 'string') names.push(error.name);
  for (let at = getPrototypeOf(error); at && at !== Object.prototype && names.length < 20;
       at = getPrototypeOf(at)) {
    const name = at.constructor?.name;
    if (typeof name === 'string' && !names.includes(name)) names.push(name);
  }
  return names;
}

function threw(id, error) {
  let names = [];
  try {
    names = typesOf(error).map((name) => name.slice(0, 100).toWellFormed());
  } catch {
    // An error that throws while it is looked at.
  }
  return { id, is: 'threw', types: names, error: describe(error) };
}

async function answer(id, call, args, after) {
  let lines;
  try {
    let value = call(...args);
    if (types.isPromise(value)) value = await value;
    lines = [stringify({ id, is: 'returned' }), stringify(encode(value))];
  } catch (error) {
    lines = [stringify(threw(id, error))];
  }
  if (after) lines.push(stringify(encode(args)));
  if (send(lines)) return;
  send([stringify({ id, is: 'returned' }), '{"$other":"too large"}',
    ...(after ? ['[{"$other":"too large"}]'] : [])]);
}

async function main() {
  let call = null;
  for (;;) {
    const message = receive();
    if (message === null) leave(0);
    const [request, args] = message;
    const { id } = request;
    if (request.do === 'load') {
      let reply;
      try {
        const found = await load(request.module, request.function);
        call = found.call;
        reply = call ? { id, is: 'loaded' } : { id, is: 'missing', has: found.has };
      } catch (error) {
        reply = { id, is: 'unloadable', failure: describe(error) };
      }
      send([stringify(reply)]);
    } else if (request.do === 'call' && call !== null) {
      await answer(id, call, decode(args), request.after === true);
    } else {
      leave(0);
    }
  }
}

main();
