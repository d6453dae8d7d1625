'use strict';
// Handles: what stands here for a function or an object of the other side, and what is done here
// for the other side's handles.
//
// What the judge's side shows of a value that is a handle comes from the student's object, each
// time anew. Two words are never asked for: a judge takes them for its own marks.

const { apply, construct, defineProperty, deleteProperty, get, getOwnPropertyDescriptor,
  getPrototypeOf, has, ownKeys, set } = Reflect;
const { isContainer, isHidden, isMark } = require('./kinds.js');
const { violate } = require('./rules.js');

const { isArray } = Array;
const { toString } = Function.prototype;
const own = Object.hasOwn;

// By these assertions ask an array whether it holds what is expected.
const QUERIES = new Set(['at', 'concat', 'every', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex',
  'flat', 'flatMap', 'forEach', 'includes', 'indexOf', 'join', 'lastIndexOf', 'map', 'reduce', 'reduceRight',
  'slice', 'some', 'splice']);

// Several values at once, which are no array of anybody's.
class Values {
  constructor(list) {
    this.list = list;
  }
}

const OF_JUDGES = new Set(['asymmetricMatch', '$$typeof']);
const WORDS = ['name', 'message', 'stack'];
const INTERNAL =
  /^(?:(?:Map|Set|Date|Promise|RegExp|ArrayBuffer|DataView|WeakMap|WeakSet)\.prototype|%\w+%(?:\.prototype)?)[.[]/;
const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

// `isMine(object)`: it is of this side. `isProxy` is util's.
function makeProxies({ side, ask, promiseFor, realm, isForeign, isProxy, isMine, refusal }) {
  const judge = side === 'j';

  // ---- what stands here

  function descriptorFor(target, key, row) {
    if (row.length === 0) return undefined;
    const [flags, value, getter, setter] = row;
    const found = { enumerable: (flags & 2) !== 0, configurable: true };
    if (getter === undefined && setter === undefined) {
      Object.assign(found, { value, writable: (flags & 1) !== 0 });
    } else {
      Object.assign(found, { get: getter, set: setter });
    }
    // An array's length is the only thing that its stand-in cannot be without.
    if (isArray(target) && key === 'length') Object.assign(found, { configurable: false, writable: true });
    return found;
  }

  // Of an array that has no such method of its own it is done here, item by item; one who lies about that
  // gains nothing by it.
  function queryOf(array, key) {
    if (ask('overrides', array, key)) throw refusal('an array of the submission says itself what it holds', true);
    return realm.named(`Array.prototype.${key}`);
  }

  const shared = {
    get(target, key, receiver) {
      if (judge && OF_JUDGES.has(key)) return undefined;
      const known = thrown.get(receiver);
      if (known && own(known, key)) return known[key];
      const self = handles.get(target);
      if (judge && isArray(target) && QUERIES.has(key)) return queryOf(self, key);
      const found = receiver === self || !isObject(receiver) ? ask('get', self, key)
        : ask('get', self, key, receiver);
      if (!judge) return found;
      if (key === Symbol.toStringTag && isContainer(found)) {
        throw refusal('an object of the submission says itself what it holds', true);
      }
      return isHidden(key, found) ? undefined : found;
    },
    set(target, key, value, receiver) {
      const self = handles.get(target);
      return receiver === self ? ask('set', self, key, value) : ask('set', self, key, value, receiver);
    },
    has: (target, key) => !(judge && OF_JUDGES.has(key)) && ask('has', handles.get(target), key),
    deleteProperty: (target, key) => ask('delete', handles.get(target), key),
    ownKeys(target) {
      const keys = ask('keys', handles.get(target));
      return judge ? keys.filter((key) => !OF_JUDGES.has(key)) : keys;
    },
    getOwnPropertyDescriptor(target, key) {
      if (judge && OF_JUDGES.has(key)) return undefined;
      return descriptorFor(target, key, ask('describe', handles.get(target), key));
    },
    defineProperty(target, key, { value, enumerable, writable, configurable, get: getter, set: setter }) {
      if (getter || setter) throw refusal('a property with a getter is defined on the other side');
      const flags = (writable ? 1 : 0) | (enumerable ? 2 : 0) | (configurable ? 4 : 0);
      return ask('define', handles.get(target), key, value, flags);
    },
    getPrototypeOf(target) {
      const found = ask('prototype', handles.get(target));
      if (typeof found !== 'string') return isObject(found) ? found : null;
      const proto = realm.named(found);
      return found.endsWith('.prototype') && proto ? proto : Object.prototype;
    },
    setPrototypeOf() {
      throw refusal('a prototype is changed on the other side');
    },
    preventExtensions() {
      // A copy could be frozen: that it is none is their doing.
      throw refusal('an object is frozen on the other side', true);
    },
  };

  const functions = {
    ...shared,
    get(target, key, receiver) {
      const found = shared.get(target, key, receiver);
      return key === 'toString' && found === realm.named('Function.prototype.toString')
        ? () => String(ask('text', handles.get(target))) : found;
    },
    apply: (target, self, values) => ask('call', handles.get(target), self, ...values),
    construct(target, values, newTarget) {
      const self = handles.get(target);
      if (newTarget !== self) throw refusal('a class extends one of the other side');
      return ask('new', self, ...values);
    },
  };
  // Of functions of the tests the student's side can only be the caller.
  const onlyCalls = {
    apply: functions.apply,
    construct: functions.construct,
    get(target, key) {
      if (key === 'prototype') throw refusal('a class extends one of the other side');
      return get(target, key);
    },
  };

  const handles = new WeakMap();  // target -> what stands here
  const thrown = new WeakMap();   // what they threw -> the words of it that were read once

  function wordOf(error, key) {
    try {
      const found = isProxy(error) ? undefined : getOwnPropertyDescriptor(error, key);
      return found && own(found, 'value') ? found.value : error[key];
    } catch {
      return undefined;
    }
  }

  // A judge asks an error for its words more than once, and takes them for text: of what was thrown they
  // stay what they are now.
  function hold(error) {
    if (!judge || !isObject(error) || isMine(error)) return;
    const words = {};
    for (const key of WORDS) {
      const value = wordOf(error, key);
      // Of these a judge takes the message for text without looking.
      if (isObject(value) && key === 'message') throw refusal('the message of what is thrown is no text', true);
      if (!isObject(value)) words[key] = value;
    }
    thrown.set(error, words);
  }

  function handle(target, traps) {
    const made = new Proxy(target, traps);
    handles.set(target, made);
    return made;
  }

  function make(ref, kind, state) {
    switch (kind) {
      case 'f': {
        const target = function target() {}.bind();  // that can be constructed, and has no prototype
        const [name, length] = state;
        if (typeof name !== 'string' || typeof length !== 'number') violate('state', 'this is no state');
        defineProperty(target, 'name', { value: name, configurable: true });
        defineProperty(target, 'length', { value: length, configurable: true });
        return handle(target, judge ? functions : onlyCalls);
      }
      case 'i': return handle(state[0] === 1 ? [] : {}, shared);
      case 'p': return promiseFor();
      case 'y': return Symbol(String(state[0]));
      default: return violate('kind', 'there is no such kind');
    }
  }

  // ---- what is done here

  const mine = (object) => (isObject(object) ? object : violate('operation', 'that is no object'));
  const callable = (fn) => (typeof fn === 'function' ? fn : violate('operation', 'that is no function'));
  const nameOf = (key) => (typeof key === 'string' || typeof key === 'symbol' ? key
    : violate('operation', 'that is no name'));

  // Of the judge's side nothing is read or changed but instances that were given away.
  function readable(object) {
    if (judge && typeof object === 'function') violate('operation', 'a function can only be called');
    return mine(object);
  }

  // Nor are classes of the judge's side changed; `itself`: and not an instance of it.
  function writable(object, itself) {
    if (shut(object)) throw new TypeError('an object of Node stays as it is');
    if (judge && itself && own(readable(object), 'constructor')) throw new TypeError('a class stays as it is');
    return readable(object);
  }

  // Who is written to where a setter of `object` does not say otherwise.
  const receiverOf = (rest) => rest.map((one) => (isObject(one) && isMine(one) ? writable(one, true) : one));

  function marked(key, value) {
    if (judge && isMark(key, value)) violate('mark', 'a value claims to be a matcher');
    return value;
  }

  // What the realm's own methods do with what is inside an iterator or a Map works only here.
  function bound(object, value) {
    if (!judge || typeof value !== 'function' || !INTERNAL.test(realm.nameOf(value))) return value;
    return (...values) => apply(value, object, values);
  }

  // An object of Node's own can be held and given back, and that is all.
  const shut = (object) => judge && isForeign(mine(object));

  const operations = {
    get: (object, key, ...rest) => (shut(object) ? undefined
      : bound(object, get(readable(object), nameOf(key), ...rest))),
    set: (object, key, value, ...rest) => nameOf(key) !== '__proto__' &&
      set(writable(object, rest.length === 0), key, marked(key, value), ...receiverOf(rest)),
    has: (object, key) => !shut(object) && has(readable(object), nameOf(key)),
    delete: (object, key) => deleteProperty(writable(object, true), nameOf(key)),
    keys: (object) => new Values(shut(object) ? [] : ownKeys(readable(object))),
    describe(object, key) {
      const found = shut(object) ? undefined : getOwnPropertyDescriptor(readable(object), nameOf(key));
      if (!found) return new Values([]);
      const flags = (found.writable ? 1 : 0) | (found.enumerable ? 2 : 0) | (found.configurable ? 4 : 0);
      return new Values(own(found, 'value') ? [flags, found.value]
        : [flags, undefined, found.get, found.set]);
    },
    define: (object, key, value, flags) => defineProperty(writable(object, true), nameOf(key), {
      value: marked(key, value), writable: (flags & 1) !== 0, enumerable: (flags & 2) !== 0, configurable: (flags & 4) !== 0 }),
    overrides(object, key) {
      if (judge) violate('operation', 'that is not asked of a judge');
      for (let at = mine(object); at !== null && realm.nameOf(at) === ''; at = getPrototypeOf(at)) {
        if (own(at, nameOf(key))) return true;
      }
      return false;
    },
    prototype(object) {
      const proto = getPrototypeOf(mine(object));
      if (judge) return 'Object.prototype';
      return realm.nameOf(proto) || proto;
    },
    // Of functions of the tests there is none to be had.
    text: (fn) => (judge ? violate('operation', 'nobody can do that') : apply(toString, callable(fn), [])),
    call: (fn, self, ...values) => apply(callable(fn), self, values),
    new: (fn, ...values) => construct(callable(fn), values),
  };

  return { make, hold, operations };
}

module.exports = { Values, makeProxies };
