'use strict';
// What every realm has by the same name: "Object.prototype", "Math.max", "parseInt". Taken before
// any foreign code runs, since that may change what a name stands for.

const { getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;

const NOT_SHARED = new Set(['globalThis', 'global', 'process', 'console', 'window', 'self']);
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

function takeRealm(global) {
  const names = new Map();
  const values = new Map();

  function add(name, value) {
    if (!isObject(value) || names.has(value)) return false;
    names.set(value, name);
    values.set(name, value);
    return true;
  }

  function addMembers(name, object, depth) {
    for (const key of ownKeys(object)) {
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

  for (const key of ownKeys(global)) {
    if (typeof key !== 'string' || NOT_SHARED.has(key)) continue;
    const found = getOwnPropertyDescriptor(global, key);
    // Getters of Node load more than is wanted.
    if (!('value' in found) || !add(key, found.value)) continue;
    addMembers(key, found.value, 1);
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
  };
}

module.exports = { takeRealm };
