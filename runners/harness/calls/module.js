'use strict';
// Loads the student's module and finds a function in it: exported by its name, as all that is
// exported, or only declared, as beginners do.

const Module = require('module');
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

const NAME = /^[A-Za-z_$][\w$]*$/;

// The loader hands the function over that has this name at the end of the file, exported or not.
function declared(file, name) {
  const found = {};
  try {
    if (!NAME.test(name)) return found;
    new Function(`typeof ${name}`);  // not a reserved word
  } catch {
    return found;
  }
  const hand = `grader_${crypto.randomBytes(8).toString('hex')}`;
  Object.defineProperty(globalThis, hand, {
    value: (value) => {
      if (found.value === undefined) found.value = value;
    },
  });
  const { _compile } = Module.prototype;
  Module.prototype._compile = function compile(content, filename, ...rest) {
    if (filename !== file) return _compile.call(this, content, filename, ...rest);
    Module.prototype._compile = _compile;
    const tail = `\n;globalThis.${hand}(typeof ${name} === 'function' ? ${name} : undefined);`;
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

// {call} or {has}: the names of the functions that are there.
async function load(file, name) {
  const local = declared(file, name);
  const exported = await exportsOf(file);
  const whole = exported?.default !== undefined && exported?.[name] === undefined
    ? exported.default : exported;
  if (isFunction(exported?.[name])) return { call: exported[name] };
  if (isFunction(whole?.[name])) return { call: whole[name].bind(whole) };
  if (isFunction(whole) && (name === 'default' || whole.name === name || whole.name === '')) {
    return { call: whole };
  }
  if (isFunction(local.value)) return { call: local.value };
  const has = isFunction(whole) ? [whole.name] : [];
  for (const from of [exported, whole]) {
    if (from === null || from === undefined) continue;
    for (const key of Object.keys(Object(from))) {
      if (isFunction(from[key]) && !has.includes(key)) has.push(key);
    }
  }
  return { has: has.slice(0, 50).concat(has.length > 0 ? [] : declaredNames(file)) };
}

// What the file seems to declare, for a "did you mean".
function declaredNames(file) {
  const names = [];
  const pattern = /(?:^|\n)\s*(?:export\s+)?(?:async\s+)?(?:function\s*\*?|const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?:\(|=\s*(?:async\s*)?(?:function|\(|[\w$]+\s*=>))/g;
  for (const [, found] of fs.readFileSync(file, 'utf8').slice(0, 1 << 20).matchAll(pattern)) {
    if (names.length < 50) names.push(found);
  }
  return names;
}

module.exports = { load };
