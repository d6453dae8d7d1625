'use strict';
// Handles: what stands here for a function or an object of the other side, and what is done here
// for the other side's handles.
//
// What the judge's side shows of a value that is a handle comes from the student's object, each
// time anew. Two words are never asked for: a judge takes them for its own marks.

const { apply, construct, defineProperty, deleteProperty, get, getOwnPropertyDescriptor,
  getPrototypeOf, has, ownKeys, set } = Reflect;
const { isArray } = Array;
const own = Object.hasOwn;

// Several values at once, which are no array of anybody's.
class Values {
  constructor(list) {
    this.list = list;
  }
}

const OF_JUDGES = new Set(['asymmetricMatch', '$$typeof']);
const INTERNAL =
  /^(?:(?:Map|Set|Date|Promise|RegExp|ArrayBuffer|DataView|WeakMap|WeakSet)\.prototype|%\w+%(?:\.prototype)?)[.[]/;
const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

function makeProxies({ side, ask, promiseFor, realm, isForeign, refusal }) {
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

  const shared = {
    get(target, key, receiver) {
      if (judge && OF_JUDGES.has(key)) return undefined;
      const self = handles.get(target);
      return receiver === self || !isObject(receiver) ? ask('get', self, key)
        : ask('get', self, key, receiver);
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
      throw refusal('an object is frozen on the other side');
    },
  };

  const functions = {
    ...shared,
    apply: (target, self, values) => ask('call', handles.get(target), self, ...values),
    construct(target, values, newTarget) {
      const self = handles.get(target);
      if (newTarget !== self) throw refusal('a class extends one of the other side');
      return ask('new', self, ...values);
    },
  };
  // Of functions of the tests the student's side can only be the caller.
  const onlyCalls = { apply: functions.apply, construct: functions.construct };

  const handles = new WeakMap();  // target -> what stands here

  function handle(target, traps) {
    const made = new Proxy(target, traps);
    handles.set(target, made);
    return made;
  }

  // Undefined: there is no such kind.
  function make(ref, kind, state) {
    switch (kind) {
      case 'f': {
        const target = function target() {}.bind();  // that can be constructed, and has no prototype
        const [name, length] = state;
        defineProperty(target, 'name', { value: String(name), configurable: true });
        defineProperty(target, 'length', { value: Number(length), configurable: true });
        return handle(target, judge ? functions : onlyCalls);
      }
      case 'i': return handle(state[0] === 1 ? [] : {}, shared);
      case 'p': return promiseFor();
      case 'y': return Symbol(String(state[0]));
      default: return undefined;
    }
  }

  // ---- what is done here

  function mine(object) {
    if (!isObject(object)) throw new TypeError('that is no object');
    return object;
  }

  // Of the judge's side nothing is read or changed but instances that were given away.
  function readable(object) {
    if (judge && typeof object === 'function') throw new TypeError('a function can only be called');
    return mine(object);
  }

  // Nor are classes of the judge's side changed; `itself`: and not an instance of it.
  function writable(object, itself) {
    if (shut(object)) throw new TypeError('an object of Node stays as it is');
    if (judge && itself && own(readable(object), 'constructor')) throw new TypeError('a class stays as it is');
    return readable(object);
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
      : bound(object, get(readable(object), key, ...rest))),
    set: (object, key, value, ...rest) => key !== '__proto__' &&
      set(writable(object, rest.length === 0), key, value, ...rest),
    has: (object, key) => !shut(object) && has(readable(object), key),
    delete: (object, key) => deleteProperty(writable(object, true), key),
    keys: (object) => new Values(shut(object) ? [] : ownKeys(readable(object))),
    describe(object, key) {
      const found = shut(object) ? undefined : getOwnPropertyDescriptor(readable(object), key);
      if (!found) return new Values([]);
      const flags = (found.writable ? 1 : 0) | (found.enumerable ? 2 : 0) | (found.configurable ? 4 : 0);
      return new Values(own(found, 'value') ? [flags, found.value]
        : [flags, undefined, found.get, found.set]);
    },
    define: (object, key, value, flags) => defineProperty(writable(object, true), key, { value,
      writable: (flags & 1) !== 0, enumerable: (flags & 2) !== 0, configurable: (flags & 4) !== 0 }),
    prototype(object) {
      const proto = getPrototypeOf(mine(object));
      if (judge) return 'Object.prototype';
      return realm.nameOf(proto) || proto;
    },
    call: (fn, self, ...values) => apply(fn, self, values),
    new: (fn, ...values) => construct(fn, values),
  };

  return { make, operations };
}

module.exports = { Values, makeProxies };
