'use strict';
// Loads the student's module and finds a function in it: exported by its name, as all that is
// exported, or only declared, as beginners do.

const Module = require('module');
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

const NAME = /^[A-Za-z_$][\w$]*$/;

// The loader hands the functions over that have these names at the end of the file, exported or not.
function declared(file, names) {
  const found = Object.create(null);
  const usable = names.filter((name) => {
    try {
      return NAME.test(name) && new Function(`typeof ${name}`);  // not a reserved word
    } catch {
      return false;
    }
  });
  if (usable.length === 0) return found;
  const hand = `grader_${crypto.randomBytes(8).toString('hex')}`;
  Object.defineProperty(globalThis, hand, {
    value: (...values) => {
      for (const [i, name] of usable.entries()) found[name] ??= values[i];
    },
  });
  const { _compile } = Module.prototype;
  Module.prototype._compile = function compile(content, filename, ...rest) {
    if (filename !== file) return _compile.call(this, content, filename, ...rest);
    Module.prototype._compile = _compile;
    const handed = usable.map((name) => `typeof ${name} === 'function' ? ${name} : undefined`);
    const tail = `\n;globalThis.${hand}(${handed.join(', ')});`;
    return _compile.call(this, content + tail, filename, ...rest);
  };
  return found;
}

async function exportsOf(file) {
  if (path.extname(file) === '.mjs' || path.extname(file) === '.mts') return import(pathToFileURL(file).href);
  try {
    return require(file);
  } catch (error) {
    if (error?.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    return import(pathToFileURL(file).href);
  }
}

const isFunction = (value) => typeof value === 'function';

function find(name, exported, whole, local) {
  if (isFunction(exported?.[name])) return exported[name];
  if (isFunction(whole?.[name])) return whole[name].bind(whole);
  if (isFunction(whole) && (name === 'default' || whole.name === name || whole.name === '')) {
    return whole;
  }
  return isFunction(local[name]) ? local[name] : undefined;
}

// {functions}, by name; or {name, has}: one that is not there, and the names of those that are.
async function load(file, names) {
  const local = declared(file, names);
  const exported = await exportsOf(file);
  const functions = Object.create(null);
  for (const name of names) {
    const whole = exported?.default !== undefined && exported?.[name] === undefined
      ? exported.default : exported;
    const found = find(name, exported, whole, local);
    if (found === undefined) return { name, has: namesOf(file, exported, whole) };
    functions[name] = found;
  }
  return { functions };
}

function namesOf(file, exported, whole) {
  const has = isFunction(whole) ? [whole.name] : [];
  for (const from of [exported, whole]) {
    if (from === null || from === undefined) continue;
    for (const key of Object.keys(Object(from))) {
      if (isFunction(from[key]) && !has.includes(key)) has.push(key);
    }
  }
  return has.slice(0, 50).concat(has.length > 0 ? [] : declaredNames(file));
}

// What the file seems to declare, for a "did you mean".
function declaredNames(file) {
  const names = [];
  const pattern = /(?:^|\n)\s*(?:export\s+)?(?:class\s+([A-Za-z_$][\w$]*)|(?:async\s+)?(?:function\s*\*?|const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?:\(|=\s*(?:async\s*)?(?:function|\(|[\w$]+\s*=>)))/g;
  for (const [, ofClass, found] of fs.readFileSync(file, 'utf8').slice(0, 1 << 20).matchAll(pattern)) {
    if (names.length < 50) names.push(ofClass ?? found);
  }
  return names;
}

module.exports = { load };
