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
  'Buffer', 'clearImmediate', 'clearInterval', 'clearTimeout', 'queueMicrotask', 'setImmediate',
  'setInterval', 'setTimeout', 'structuredClone'];
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

function takeRealm(global) {
  const names = new Map();
  const values = new Map();
  const seen = [];  // {object, own, before}: its keys and their values, as they were

  function add(name, value) {
    if (!isObject(value) || names.has(value)) return false;
    names.set(value, name);
    values.set(name, value);
    return true;
  }

  function remember(object) {
    const own = ownKeys(object);
    seen.push({ object, own, before: own.map((key) => valueOf(object, key)) });
    return own;
  }

  function addMembers(name, object, depth) {
    for (const key of remember(object)) {
      if (typeof key !== 'string') {
        const found = getOwnPropertyDescriptor(object, key);
        if (isObject(found.value)) add(`${name}[${String(key.description)}]`, found.value);
        continue;
      }
      if (key === 'constructor' || key === 'caller' || key === 'callee' || key === 'arguments') continue;
      const found = getOwnPropertyDescriptor(object, key);
      for (const part of ['get', 'set']) {
        if (found[part]) add(`${part} ${name}.${key}`, found[part]);
      }
      if (!('value' in found) || !add(`${name}.${key}`, found.value)) continue;
      if (depth > 0) addMembers(`${name}.${key}`, found.value, depth - 1);
    }
  }

  const keys = ownKeys(global).filter((key) => typeof key === 'string');
  for (const key of NAMES) {
    const found = getOwnPropertyDescriptor(global, key);
    if (found && 'value' in found && add(key, found.value)) addMembers(key, found.value, 1);
  }
  for (const [name, value] of Object.entries(HIDDEN)) {
    const proto = value();
    if (add(`%${name}%`, proto)) addMembers(`%${name}%`, proto, 1);
  }

  return {
    // "" where it is nothing of the realm.
    nameOf: (value) => names.get(value) ?? '',
    // undefined where there is nothing by this name.
    named: (name) => values.get(name),
    // Whether anything of it is not what it was.
    changed: () => keys.length !== ownKeys(global).filter((key) => typeof key === 'string').length ||
      NAMES.some((name) => values.has(name) && valueOf(global, name) !== values.get(name)) || seen.some(({ object, own, before }) => ownKeys(object).length !== own.length ||
        own.some((key, i) => !Object.is(valueOf(object, key), before[i]))),
  };
}

module.exports = { takeRealm };
