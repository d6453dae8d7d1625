'use strict';
// What every realm has by the same name: "Object.prototype", "Math.max", "parseInt". Taken before
// any foreign code runs, since that may change what a name stands for.

const { getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;

// Of the language, and the few of Node that are given along as they are. Node makes others when they
// are first looked at, which takes its time.
const NAMES = ['AggregateError', 'Array', 'ArrayBuffer', 'Atomics', 'BigInt', 'BigInt64Array',
  'BigUint64Array', 'Boolean', 'DataView', 'Date', 'Error', 'EvalError', 'FinalizationRegistry',
  'Float32Array', 'Float64Array', 'Function', 'Int16Array', 'Int32Array', 'Int8Array', 'Intl', 'Iterator',
  'JSON', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Proxy', 'RangeError', 'ReferenceError', 'Reflect',
  'RegExp', 'Set', 'SharedArrayBuffer', 'String', 'Symbol', 'SyntaxError', 'TypeError', 'URIError',
  'Uint16Array', 'Uint32Array', 'Uint8Array', 'Uint8ClampedArray', 'WeakMap', 'WeakRef', 'WeakSet',
  'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'eval', 'isFinite',
  'isNaN', 'parseFloat', 'parseInt', 'unescape',
  'Buffer', 'URL', 'URLSearchParams', 'clearImmediate', 'clearInterval', 'clearTimeout', 'queueMicrotask',
  'setImmediate', 'setInterval', 'setTimeout', 'structuredClone'];
// What has no name of its own on the global object.
const HIDDEN = {
  Iterator: () => getPrototypeOf(getPrototypeOf([][Symbol.iterator]())),
  ArrayIterator: () => getPrototypeOf([][Symbol.iterator]()),
  Generator: () => getPrototypeOf(function* () {}),
  AsyncGenerator: () => getPrototypeOf(async function* () {}),
  AsyncFunction: () => getPrototypeOf(async () => {}),
  TypedArray: () => getPrototypeOf(Uint8Array),
};

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

// A getter stands for what it gives.
function valueOf(object, key) {
  const found = getOwnPropertyDescriptor(object, key);
  return found && ('value' in found ? found.value : found.get);
}

const isClass = (value) => typeof value !== 'function' || 'prototype' in value;
const stringsOf = (global) => ownKeys(global).filter((key) => typeof key === 'string').length;

function takeRealm(global) {
  const kept = new Map();  // object -> {name, keys, found}: its members, as they were

  function keep(name, object) {
    const keys = ownKeys(object);
    const made = { name, keys, found: keys.map((key) => getOwnPropertyDescriptor(object, key)) };
    kept.set(object, made);
    return made;
  }

  // A thing and what stands right below it; of functions only those that are classes.
  function keepWhole(name, value) {
    if (kept.has(value)) return;
    const { keys, found } = keep(name, value);
    keys.forEach((key, i) => {
      const below = found[i].value;
      if (typeof key !== 'string' || key === 'constructor' || !isObject(below)) return;
      if (isClass(below) && !kept.has(below)) keep(`${name}.${key}`, below);
    });
  }

  const count = stringsOf(global);
  const roots = [];
  for (const key of NAMES) {
    const found = getOwnPropertyDescriptor(global, key);
    if (found && isObject(found.value)) roots.push([key, found.value]);
  }
  for (const [name, value] of Object.entries(HIDDEN)) roots.push([`%${name}%`, value()]);
  for (const [name, value] of roots) keepWhole(name, value);

  let names = null;
  let values = null;

  function add(name, value) {
    if (!isObject(value) || names.has(value)) return;
    names.set(value, name);
    values.set(name, value);
  }

  // At the first question: many a session asks none.
  function index() {
    names = new Map();
    values = new Map();
    for (const [name, value] of roots) add(name, value);
    for (const [object, { name, keys, found }] of kept) {
      add(name, object);
      keys.forEach((key, i) => {
        const { get, set, value } = found[i];
        if (typeof key !== 'string') {
          add(`${name}[${String(key.description)}]`, value);
          return;
        }
        if (key === 'constructor' || key === 'caller' || key === 'callee' || key === 'arguments') return;
        add(`get ${name}.${key}`, get);
        add(`set ${name}.${key}`, set);
        add(`${name}.${key}`, value);
      });
    }
  }

  const same = (object, key, { get, set, value }) => {
    const now = getOwnPropertyDescriptor(object, key);
    return now !== undefined && now.get === get && now.set === set && Object.is(now.value, value);
  };

  return {
    // "" where it is nothing of the realm.
    nameOf(value) {
      if (!names) index();
      return names.get(value) ?? '';
    },
    // undefined where there is nothing by this name.
    named(name) {
      if (!names) index();
      return values.get(name);
    },
    // What stands on its objects and classes that did not: [name of the object, key, value].
    added() {
      const rows = [];
      for (const [object, { name, keys }] of kept) {
        const there = ownKeys(object);
        if (there.length === keys.length) continue;
        for (const key of there) {
          if (typeof key === 'string' && !keys.includes(key)) rows.push([name, key, valueOf(object, key)]);
        }
      }
      return rows;
    },
    // Whether anything of it is not what it was.
    changed: () => count !== stringsOf(global) ||
      roots.some(([name, value]) => !name.startsWith('%') && valueOf(global, name) !== value) ||
      [...kept].some(([object, { keys, found }]) => ownKeys(object).length !== keys.length ||
        keys.some((key, i) => !same(object, key, found[i]))),
  };
}

module.exports = { takeRealm };
