'use strict';
// Values as JSON (grader/model/value_json.h), from and to those of JavaScript.

const { types } = require('util');

const MAX_DEPTH = 60;
const MAX_VALUES = 50_000;
const { isArray } = Array;
const { getPrototypeOf, keys, is, defineProperty } = Object;
const { apply } = Reflect;
const { getTime } = Date.prototype;
const { isWellFormed, startsWith } = String.prototype;
const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;
const iterateMap = getPrototypeOf(new Map().entries()).next;
const iterateSet = getPrototypeOf(new Set().values()).next;
const plainPrototype = Object.prototype;
const own = (object, key) => apply(plainPrototype.hasOwnProperty, object, [key]);

const other = (what) => ({ $other: what });

class TooLarge extends Error {}

// The name of an object's class; '' where it is plain.
function classOf(object) {
  const prototype = getPrototypeOf(object);
  if (prototype === null || prototype === plainPrototype) return '';
  const name = typeof prototype.constructor === 'function' ? prototype.constructor.name : '';
  return typeof name === 'string' && name !== '' ? name : 'object';
}

function encode(root) {
  const above = [];
  let count = 0;

  function list(length, at) {
    if (length > MAX_VALUES) throw new TooLarge();
    const result = [];
    for (let i = 0; i < length; ++i) result[i] = one(at(i));
    return result;
  }

  function collected(next) {
    const result = [];
    for (let step = next(); !step.done; step = next()) result[result.length] = step.value;
    return result;
  }

  function object(value) {
    if (types.isPromise(value)) return other('promise');
    if (types.isDate(value)) {
      const time = apply(getTime, value, []);
      return { $date: is(time, NaN) ? null : time };
    }
    if (types.isMap(value)) {
      const iterator = apply(mapEntries, value, []);
      const pairs = collected(() => apply(iterateMap, iterator, []));
      return { $map: list(pairs.length, (i) => pairs[i]) };
    }
    if (types.isSet(value)) {
      const iterator = apply(setValues, value, []);
      const items = collected(() => apply(iterateSet, iterator, []));
      return { $set: list(items.length, (i) => items[i]) };
    }
    if (isArray(value)) return list(value.length, (i) => value[i]);
    const name = classOf(value);
    if (types.isNativeError(value) || types.isRegExp(value) || types.isBoxedPrimitive(value) ||
        types.isAnyArrayBuffer(value) || types.isArrayBufferView(value) ||
        types.isGeneratorObject(value) || types.isWeakMap(value) || types.isWeakSet(value)) {
      return other(name || 'object');
    }
    const fields = {};
    let tagged = name !== '';
    for (const key of keys(value)) {
      if (!apply(isWellFormed, key, [])) return other('object with a broken key');
      tagged = tagged || apply(startsWith, key, ['$']);
      // A key may be __proto__.
      defineProperty(fields, key, { value: one(value[key]), enumerable: true });
    }
    return tagged ? { $object: { class: name, fields } } : fields;
  }

  function one(value) {
    if (++count > MAX_VALUES) throw new TooLarge();
    switch (typeof value) {
      case 'undefined':
        return { $js: 'undefined' };
      case 'boolean':
        return value;
      case 'string':
        return apply(isWellFormed, value, []) ? value : other('text with half a character');
      case 'number':
        if (is(value, -0)) return { $js: '-0' };
        if (value !== value) return { $js: 'NaN' };
        if (value === Infinity || value === -Infinity) return { $js: `${value}` };
        return value;
      case 'bigint':
        return { $bigint: `${value}` };
      case 'function':
        return other('function');
      case 'symbol':
        return other('symbol');
    }
    if (value === null) return null;
    if (above.length >= MAX_DEPTH) return other('too deep');
    for (let i = 0; i < above.length; ++i) if (above[i] === value) return other('circular');
    above[above.length] = value;
    const result = object(value);
    above.length -= 1;
    return result;
  }

  try {
    return one(root);
  } catch (error) {
    return other(error instanceof TooLarge ? 'too large' : 'value that cannot be read');
  }
}

function decode(json) {
  if (typeof json !== 'object' || json === null) return json;
  if (isArray(json)) return json.map(decode);
  const names = keys(json);
  if (names.length === 1 && own(decoders, names[0])) return decoders[names[0]](json[names[0]]);
  return fieldsOf(json);
}

function fieldsOf(json) {
  const object = {};
  for (const key of keys(json)) {
    defineProperty(object, key,
      { value: decode(json[key]), enumerable: true, writable: true, configurable: true });
  }
  return object;
}

const decoders = {
  $js: (word) => (word === 'undefined' ? undefined : Number(word)),
  $bigint: (digits) => BigInt(digits),
  $date: (time) => new Date(time === null ? NaN : time),
  $tuple: (items) => items.map(decode),
  $set: (items) => new Set(items.map(decode)),
  $map: (pairs) => new Map(pairs.map((pair) => pair.map(decode))),
  $object: ({ fields }) => fieldsOf(fields),
};

module.exports = { encode, decode };
