'use strict';
// Values as JSON (grader/model/value_json.h), from and to those of JavaScript.

const { types } = require('util');

const MAX_DEPTH = 60;
const MAX_VALUES = 50_000;
const MAX_CLASSES = 20;
const MAX_TEXT = 10_000;  // of a regular expression, of digits
const { isArray } = Array;
const { getPrototypeOf, getOwnPropertyDescriptor, keys, is, defineProperty } = Object;
const { apply, construct } = Reflect;
const { getTime } = Date.prototype;
const { isWellFormed, startsWith, toWellFormed, slice, lastIndexOf } = String.prototype;
const mapEntries = Map.prototype.entries;
const setValues = Set.prototype.values;
const iterateMap = getPrototypeOf(new Map().entries()).next;
const iterateSet = getPrototypeOf(new Set().values()).next;
const plainPrototype = Object.prototype;
const own = (object, key) => apply(plainPrototype.hasOwnProperty, object, [key]);
const getterOf = (prototype, name) => getOwnPropertyDescriptor(prototype, name).get;
const typedPrototype = getPrototypeOf(Uint8Array.prototype);
const typeOfTyped = getterOf(typedPrototype, Symbol.toStringTag);
const lengthOfTyped = getterOf(typedPrototype, 'length');
const sourceOf = getterOf(RegExp.prototype, 'source');
const flagsOf = getterOf(RegExp.prototype, 'flags');
const OwnError = Error, Bytes = Uint8Array, OwnRegExp = RegExp;
const TYPED = Object.assign(Object.create(null), { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array,
  Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array });
if (typeof Float16Array === 'function') TYPED.Float16Array = Float16Array;
const ERRORS = Object.assign(Object.create(null),
  { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError });

const other = (what) => ({ $other: what });

class TooLarge extends Error {}

// The name of an object's class; '' where it is plain.
function classOf(object) {
  const prototype = getPrototypeOf(object);
  if (prototype === null || prototype === plainPrototype) return '';
  const name = typeof prototype.constructor === 'function' ? prototype.constructor.name : '';
  return typeof name === 'string' && name !== '' ? name : 'object';
}

// A class's name as it may cross; '' where it is none.
function className(name) {
  return typeof name === 'string' ? apply(toWellFormed, apply(slice, name, [0, 80]), []) : '';
}

// The name of the error's class, and of those above it.
function typesOf(error) {
  const names = [];
  if (!types.isNativeError(error) && !(error instanceof OwnError)) return names;
  const add = (name) => {
    if (name === '' || names.length >= MAX_CLASSES) return;
    for (let i = 0; i < names.length; ++i) if (names[i] === name) return;
    names[names.length] = name;
  };
  try {
    add(className(error.name));
    for (let at = getPrototypeOf(error), steps = 0; at && at !== plainPrototype && steps < 100;
         at = getPrototypeOf(at), ++steps) {
      add(className(at.constructor?.name));
    }
  } catch {
    // An error that throws while it is looked at.
  }
  return names;
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

  function typed(type, value) {
    const length = apply(lengthOfTyped, value, []);
    return { $typed: { type, items: list(length, (i) => value[i]) } };
  }

  const bigint = (digits) => (digits.length > MAX_TEXT ? other('too large') : { $bigint: digits });

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
      const coded = [];
      for (let i = 0; i < pairs.length; ++i) coded[i] = [one(pairs[i][0]), one(pairs[i][1])];
      return { $map: coded };
    }
    if (types.isSet(value)) {
      const iterator = apply(setValues, value, []);
      const items = collected(() => apply(iterateSet, iterator, []));
      return { $set: list(items.length, (i) => items[i]) };
    }
    if (isArray(value)) return list(value.length, (i) => value[i]);
    if (types.isTypedArray(value)) {
      const type = apply(typeOfTyped, value, []);
      return TYPED[type] === undefined ? other(type) : typed(type, value);
    }
    if (types.isArrayBuffer(value)) return typed('ArrayBuffer', new Bytes(value));
    if (types.isRegExp(value)) {
      const text = `/${apply(sourceOf, value, [])}/${apply(flagsOf, value, [])}`;
      return text.length > MAX_TEXT ? other('too large') : { $regexp: text };
    }
    if (types.isNativeError(value) || value instanceof OwnError) {
      const { message } = value;
      return { $error: { types: typesOf(value),
        message: typeof message === 'string' ? apply(toWellFormed, message, []) : '' } };
    }
    const name = classOf(value);
    if (types.isBoxedPrimitive(value) || types.isAnyArrayBuffer(value) ||
        types.isArrayBufferView(value) || types.isGeneratorObject(value) ||
        types.isWeakMap(value) || types.isWeakSet(value)) {
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
        return bigint(`${value}`);
      case 'function':
        return other('function');
      case 'symbol':
        return other('symbol');
    }
    if (value === null) return null;
    if (above.length >= MAX_DEPTH) return other('too deep');
    for (let i = above.length - 1; i >= 0; --i) {
      if (above[i] === value) return { $up: above.length - i };
    }
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

// `makeFunction`: makes one of the rubric's functions.
function decode(root, makeFunction) {
  const above = [];

  function inside(container, fill) {
    above.push(container);
    fill(container);
    above.pop();
    return container;
  }

  const list = (items) => inside([], (to) => { for (const item of items) to.push(one(item)); });
  const fieldsOf = (json) => inside({}, (to) => {
    for (const key of keys(json)) {
      defineProperty(to, key,
        { value: one(json[key]), enumerable: true, writable: true, configurable: true });
    }
  });

  const decoders = {
    $js: (word) => (word === 'undefined' ? undefined : Number(word)),
    $bigint: (digits) => BigInt(digits),
    $date: (time) => new Date(time === null ? NaN : time),
    $tuple: list,
    $set: (items) => inside(new Set(), (to) => { for (const item of items) to.add(one(item)); }),
    $map: (pairs) => inside(new Map(), (to) => {
      for (const [key, item] of pairs) to.set(one(key), one(item));
    }),
    $object: ({ fields }) => fieldsOf(fields),
    $up: (levels) => above[above.length - levels],
    $regexp: (text) => {
      const end = apply(lastIndexOf, text, ['/']);
      return new OwnRegExp(apply(slice, text, [1, end]), apply(slice, text, [end + 1]));
    },
    $typed: ({ type, items }) => {
      const values = items.map((item) => one(item));
      return type === 'ArrayBuffer' ? new Bytes(values).buffer : construct(TYPED[type], [values]);
    },
    $error: ({ types: [name], message }) => {
      const error = construct(ERRORS[name] ?? OwnError, [message]);
      if (name !== undefined && !ERRORS[name]) error.name = name;
      return error;
    },
    $function: (how) => makeFunction(how),
  };

  function one(json) {
    if (typeof json !== 'object' || json === null) return json;
    if (isArray(json)) return list(json);
    const names = keys(json);
    if (names.length === 1 && own(decoders, names[0])) return decoders[names[0]](json[names[0]]);
    return fieldsOf(json);
  }

  return one(root);
}

module.exports = { encode, decode, typesOf };
