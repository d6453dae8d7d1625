'use strict';
// What crosses between two jails, and how: plain data as a copy on each side, all else as a handle.
//
// Of a copy this file tells its state as text, brings it into a state, and tells whether it is as it
// was. A kind is one letter:
//   a array, o object, c instance of a class, m Map, s Set, d Date, r RegExp, e error, b bytes, x boxed
//   primitive: copies; of instances and errors the class is a handle
//   f function, i what is none of these (with getters of its own, a generator, a Map of a class that
//   extends Map, ...), p promise, y symbol: handles

const { violate } = require('./rules.js');

const { apply, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect;
const { defineProperty, freeze, isExtensible, isFrozen, isSealed, preventExtensions, seal } = Object;
const { isArray } = Array;
const { stringify } = JSON;
const ObjectPrototype = Object.prototype;
const { hasOwnProperty } = ObjectPrototype;
const own = (object, key) => apply(hasOwnProperty, object, [key]);

const COPIES = 'aocmsdrebx';
// Of so many new objects in one message instances are handles: what is below them may never be asked for.
const MANY = 500;
const MAX_STACK = 4096;
const FEW = 64;  // so many items of an array are looked at for more than items
const HOLE = Symbol('hole');
const PLAIN = 7;  // writable, enumerable, configurable
const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError,
  AggregateError };
const BYTES = { Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array,
  Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, ArrayBuffer, DataView };

// So long an array may be that has holes.
const MAX_HOLES = 1 << 20;
// Types that a value has or has not: others are the submission's to say.
const TAGS = new Set(['Array', 'BigInt', 'Boolean', 'Function', 'Null', 'Number', 'String', 'Symbol',
  'Undefined']);
// Those that assertions ask for their items, and believe.
const CONTAINERS = new Set(['Map', 'Set', 'WeakMap', 'WeakSet']);
const MATCHER = Symbol.for('jest.asymmetricMatcher');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

const wrong = () => violate('state', 'this is no state');

// What a judge asks of every value is not for the other side to answer: a mark of its own matchers...
const isMark = (name, value) => (name === 'asymmetricMatch' && typeof value === 'function') ||
  (name === '$$typeof' && (typeof value === 'function' || value === MATCHER));
// ... and how it is shown, and a type that it has not.
const isHidden = (name, value) => (name === INSPECT && typeof value === 'function') ||
  (name === Symbol.toStringTag && TAGS.has(value));

const isContainer = (tag) => CONTAINERS.has(tag);

const list = (value) => (isArray(value) ? value : wrong());

// `types` is util's, `BytesOf` Node's Buffer. `encode(value)` gives JSON, `decode(json)` takes the parsed
// one. `classOf(error)` is the JSON of what stands for its class, or null for a built-in one.
// `isBuiltIn(proto)` says whether it is of the realm, `fresh()` how many objects this message brings.
// `judge`: of errors the other side learns no stack, and of those that `isVeiled` nothing.
// `tooLong()` is the error for an array that cannot cross.
function makeKinds({ types, BytesOf, encode, decode, classOf, isBuiltIn, fresh, judge, isVeiled, tooLong }) {
  const isObjectPrototype = (proto) =>
    proto === ObjectPrototype || (getPrototypeOf(proto) === null && own(proto, 'isPrototypeOf'));

  // An instance of a built-in class itself, of whatever realm, and not of one that extends it.
  function isDirect(proto) {
    const above = proto === null ? null : getPrototypeOf(proto);
    return above !== null && isObjectPrototype(above);
  }

  function isPlainArray(value, proto) {
    return isArray(value) && isArray(proto) && isDirect(proto);
  }

  function hasOnlyValues(value, without) {
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i += 1) {
      if (keys[i] !== without && !own(getOwnPropertyDescriptor(value, keys[i]), 'value')) return false;
    }
    return true;
  }

  function kindOf(value) {
    if (typeof value === 'function') return 'f';
    if (typeof value === 'symbol') return 'y';
    if (types.isProxy(value)) return 'i';
    // First of all: above an error of the other side is a handle, of which nothing can be asked now.
    if (types.isNativeError(value)) return 'e';
    const proto = getPrototypeOf(value);
    if (isArray(value)) return isPlainArray(value, proto) ? 'a' : 'i';
    if (proto === null || isObjectPrototype(proto)) {
      if (types.isArgumentsObject(value)) return 'i';
      try {
        return hasOnlyValues(value) ? 'o' : 'i';
      } catch {
        return 'i';  // a module that is not ready
      }
    }
    if (types.isArrayBufferView(value)) return bytesName(value) ? 'b' : 'i';
    const inside = insideOf(value);
    if (inside !== '') return isDirect(proto) ? inside : 'i';
    return !isBuiltIn(proto) && fresh() < MANY && hasOnlyValues(value) ? 'c' : 'i';
  }

  // The kind of what has something inside that no property shows.
  function insideOf(value) {
    if (types.isMap(value)) return 'm';
    if (types.isSet(value)) return 's';
    if (types.isDate(value)) return 'd';
    if (types.isRegExp(value)) return 'r';
    if (types.isPromise(value)) return 'p';
    if (types.isArrayBuffer(value)) return 'b';
    if (types.isBoxedPrimitive(value)) return types.isSymbolObject(value) ? 'i' : 'x';
    return types.isGeneratorObject(value) || types.isWeakMap(value) || types.isWeakSet(value) ||
      types.isMapIterator(value) || types.isSetIterator(value) || types.isExternal(value) ||
      types.isSharedArrayBuffer(value) ? 'i' : '';
  }

  function bytesName(value) {
    if (BytesOf.isBuffer(value)) return 'Buffer';
    const name = getPrototypeOf(value)?.constructor?.name;
    return own(BYTES, String(name)) ? name : '';
  }

  // 0: as objects are, 1 not extensible, 2 sealed, 3 frozen.
  function hardness(value) {
    if (isExtensible(value)) return 0;
    if (isFrozen(value)) return 3;
    return isSealed(value) ? 2 : 1;
  }

  function harden(value, level) {
    if (level === 1) preventExtensions(value);
    else if (level === 2) seal(value);
    else if (level === 3) freeze(value);
    else if (level !== 0) wrong();
  }

  // ---- states as text

  function entriesText(value, without) {
    const keys = ownKeys(value);
    let text = '';
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i];
      if (key === without) continue;
      const found = getOwnPropertyDescriptor(value, key);
      const flags = (found.writable ? 1 : 0) | (found.enumerable ? 2 : 0) | (found.configurable ? 4 : 0);
      text += text === '' ? '[' : ',[';
      text += `${encode(key)},${encode(found.value)}`;
      text += flags === PLAIN ? ']' : `,${flags}]`;
    }
    return `[${text}]`;
  }

  function arrayText(value) {
    const { length } = value;
    let text = '';
    let dense = true;
    if (length > MAX_HOLES && hasHoles(value)) throw tooLong();
    for (let i = 0; i < length && dense; i += 1) {
      if (own(value, i)) text += i === 0 ? encode(value[i]) : `,${encode(value[i])}`;
      else dense = false;
    }
    if (dense && length <= FEW) dense = ownKeys(value).length === length + 1;
    const level = hardness(value);
    return dense ? `[${level},[${text}]]` : `[${level},${length},${entriesText(value, 'length')}]`;
  }

  // Where there are few of many, it takes no long to see.
  function hasHoles(value) {
    for (let i = 0; i < value.length; i += 1) if (!own(value, i)) return true;
    return false;
  }

  function collect(iterator, next, pairs) {
    let text = '';
    for (let step = apply(next, iterator, []); !step.done; step = apply(next, iterator, [])) {
      const item = pairs ? `[${encode(step.value[0])},${encode(step.value[1])}]` : encode(step.value);
      text += text === '' ? item : `,${item}`;
    }
    return `[${text}]`;
  }

  const mapEntries = Map.prototype.entries;
  const nextOfMap = getPrototypeOf(new Map().entries()).next;
  const setValues = Set.prototype.values;
  const nextOfSet = getPrototypeOf(new Set().values()).next;
  const { getTime, setTime } = Date.prototype;

  const errors = new WeakMap();  // error -> the text of its class, which stays

  function errorClass(error) {
    if (!errors.has(error)) errors.set(error, `"${errorBase(error)}",${classOf(error)}`);
    return errors.get(error);
  }

  function errorBase(error) {
    for (let at = getPrototypeOf(error), i = 0; at && i < 50; at = getPrototypeOf(at), i += 1) {
      const name = own(at, 'constructor') ? at.constructor?.name : undefined;
      if (typeof name === 'string' && own(ERRORS, name)) return name;
    }
    return 'Error';
  }

  function stackOf(error) {
    const found = getOwnPropertyDescriptor(error, 'stack');
    const stack = found && own(found, 'value') ? found.value : error.stack;
    if (typeof stack !== 'string') return '';
    const end = judge ? stack.search(/\n\s+at /) : -1;
    return stack.slice(0, Math.min(end < 0 ? MAX_STACK : end, MAX_STACK));
  }

  function errorText(error) {
    if (isVeiled(error)) return `[${errorClass(error)},[["message","an assertion failed"]],""]`;
    return `[${errorClass(error)},${entriesText(error, 'stack')},${stringify(stackOf(error))}]`;
  }

  function bytesText(value) {
    const name = types.isArrayBuffer(value) ? 'ArrayBuffer' : bytesName(value);
    const bytes = name === 'ArrayBuffer' ? BytesOf.from(value)
      : BytesOf.from(value.buffer, value.byteOffset, value.byteLength);
    return `["${name}","${bytes.toString('base64')}"]`;
  }

  const texts = {
    a: arrayText,
    o: (value) => `[${hardness(value)},${getPrototypeOf(value) === null ? 1 : 0},${entriesText(value)}]`,
    c: (value) => `[${hardness(value)},${encode(getPrototypeOf(value))},${entriesText(value)}]`,
    m: (value) => collect(apply(mapEntries, value, []), nextOfMap, true),
    s: (value) => collect(apply(setValues, value, []), nextOfSet, false),
    d: (value) => `[${encode(apply(getTime, value, []))}]`,
    r: (value) => `[${stringify(value.source)},${stringify(value.flags)},${encode(value.lastIndex)}]`,
    e: errorText,
    b: bytesText,
    x: (value) => `[${encode(value.valueOf())}]`,
    f: (value) => `[${stringify(nameOf(value))},${Number.isSafeInteger(value.length) ? value.length : 0}]`,
    i: (value) => `[${isArray(value) ? 1 : 0}]`,
    p: () => '[]',
    y: (value) => `[${stringify(String(value.description ?? '').slice(0, 200))}]`,
  };

  function nameOf(value) {
    const found = getOwnPropertyDescriptor(value, 'name');
    return found && typeof found.value === 'string' ? found.value.slice(0, 200) : '';
  }

  // ---- from states

  const isFlags = (flags) => Number.isInteger(flags) && flags >= 0 && flags <= PLAIN;

  function define(object, row) {
    const [key, json, flags = PLAIN] = list(row);
    const name = decode(key);
    if ((typeof name !== 'string' && typeof name !== 'symbol') || !isFlags(flags)) wrong();
    const value = decode(json);
    if (judge && isMark(name, value)) violate('mark', 'a value claims to be a matcher');
    // What is copied is no container, whatever it calls itself.
    if (judge && (isHidden(name, value) || (name === Symbol.toStringTag && isContainer(value)))) return;
    defineProperty(object, name, { value, writable: (flags & 1) !== 0, enumerable: (flags & 2) !== 0,
      configurable: (flags & 4) !== 0 });
  }

  function fill(object, rows, kept) {
    const before = ownKeys(object);
    const wanted = new Set();
    let inOrder = true;
    let at = 0;
    for (const row of list(rows)) {
      const name = decode(list(row)[0]);
      wanted.add(name);
      while (at < before.length && before[at] === kept) at += 1;
      if (before[at] !== name) inOrder = false;
      at += 1;
    }
    for (const key of before) {
      if (key !== kept && (!wanted.has(key) || !inOrder)) delete object[key];
    }
    for (const row of rows) define(object, row);
  }

  function applyArray(value, state) {
    const [level, size, rows] = list(state);
    if (isArray(size)) {
      if (ownKeys(value).length !== value.length + 1 && value.length <= FEW) fill(value, [], 'length');
      value.length = size.length;
      for (let i = 0; i < size.length; i += 1) {
        const item = decode(size[i]);
        if (!own(value, i)) {
          defineProperty(value, i, { value: item, writable: true, enumerable: true, configurable: true });
        } else if (value[i] !== item || item === 0) value[i] = item;
      }
    } else {
      if (!Number.isInteger(size) || size < 0 || size > MAX_HOLES) wrong();
      fill(value, rows, 'length');
      value.length = size;
    }
    harden(value, level);
  }

  function applyObject(value, [level, bare, rows]) {
    // What tests put into a module of theirs is seen by the tests alone.
    if (types.isModuleNamespaceObject(value)) return;
    const proto = bare === 1 ? null : ObjectPrototype;
    // The same object of another realm keeps what it has.
    if ((getPrototypeOf(value) === null) !== (bare === 1)) setPrototypeOf(value, proto);
    fill(value, rows);
    harden(value, level);
  }

  function applyInstance(value, [level, proto, rows]) {
    const above = decode(proto);
    if (typeof above !== 'object' || above === null) wrong();
    if (!setPrototypeOf(value, above)) wrong();
    fill(value, rows);
    harden(value, level);
  }

  function applyMap(value, rows) {
    value.clear();
    for (const row of list(rows)) value.set(decode(list(row)[0]), decode(row[1]));
  }

  function applySet(value, items) {
    value.clear();
    for (const item of list(items)) value.add(decode(item));
  }

  function applyError(value, [base, proto, rows, stack]) {
    if (isVeiled(value)) return;
    if (proto !== null && !errors.has(value)) {
      const above = decode(proto);
      if (typeof above !== 'object' || above === null) wrong();
      if (!setPrototypeOf(value, above)) wrong();
    }
    if (!errors.has(value)) errors.set(value, `"${base}",${proto === null ? 'null' : encode(decode(proto))}`);
    fill(value, rows, 'stack');
    defineProperty(value, 'stack', { value: typeof stack === 'string' ? stack : wrong(), writable: true,
      enumerable: false, configurable: true });
  }

  function applyBytes(value, [, base64]) {
    const bytes = BytesOf.from(textOf(base64), 'base64');
    const target = types.isArrayBuffer(value) ? BytesOf.from(value)
      : BytesOf.from(value.buffer, value.byteOffset, value.byteLength);
    if (target.length !== bytes.length) wrong();
    bytes.copy(target);
  }

  const appliers = {
    a: applyArray,
    o: (value, state) => applyObject(value, list(state)),
    c: (value, state) => applyInstance(value, list(state)),
    m: applyMap,
    s: applySet,
    d: (value, state) => apply(setTime, value, [numberOf(decode(list(state)[0]))]),
    r: (value, state) => { value.lastIndex = numberOf(decode(list(state)[2])); },
    e: (value, state) => applyError(value, list(state)),
    b: (value, state) => applyBytes(value, list(state)),
    x: () => {},
  };

  const textOf = (value) => (typeof value === 'string' ? value : wrong());
  const numberOf = (value) => (typeof value === 'number' ? value : wrong());

  // What is no object; as it came.
  function primitiveOf(json) {
    const value = decode(json);
    return (typeof value === 'object' && value !== null) || typeof value === 'function' ? wrong() : value;
  }

  function makeBytes([name, base64]) {
    const bytes = BytesOf.from(textOf(base64), 'base64');
    if (name === 'Buffer') return bytes;
    if (!own(BYTES, textOf(name))) wrong();
    const buffer = new ArrayBuffer(bytes.length);
    new Uint8Array(buffer).set(bytes);
    if (name === 'ArrayBuffer') return buffer;
    const size = BYTES[name].BYTES_PER_ELEMENT ?? 1;
    return bytes.length % size === 0 ? new BYTES[name](buffer) : wrong();
  }

  // An object of the kind, without what its state says of others.
  function make(kind, state) {
    list(state);
    switch (kind) {
      case 'a': return [];
      case 'o':
      case 'c': return {};
      case 'm': return new Map();
      case 's': return new Set();
      case 'd': return new Date(NaN);
      case 'r': return new RegExp(textOf(state[0]), textOf(state[1]));
      case 'e': {
        const made = own(ERRORS, textOf(state[0])) ? new ERRORS[state[0]]('') : wrong();
        for (const key of ownKeys(made)) if (key !== 'stack') delete made[key];
        return made;
      }
      case 'b': return makeBytes(state);
      case 'x': return Object(primitiveOf(state[0]));
      default: return wrong();
    }
  }

  // ---- whether a state is another one

  const alike = (a, b) => a === b ? a !== 0 || 1 / a === 1 / b : a !== a && b !== b;

  function list_(iterator, next) {
    const items = [];
    for (let step = apply(next, iterator, []); !step.done; step = apply(next, iterator, [])) {
      defineProperty(items, items.length,
        { value: step.value, writable: true, enumerable: true, configurable: true });
    }
    return items;
  }

  function allAlike(items, before) {
    if (items.length !== before.length) return false;
    for (let i = 0; i < before.length; i += 1) if (!alike(items[i], before[i])) return false;
    return true;
  }

  // Of arrays and objects what they hold; of all else their text.
  function shadowOf(kind, value) {
    const soft = isExtensible(value);
    if (kind === 'a') {
      const items = [];
      for (let i = 0; i < value.length; i += 1) items[i] = own(value, i) ? value[i] : HOLE;
      return { soft, items };
    }
    if (kind === 'o' || kind === 'c') {
      const keys = ownKeys(value);
      const items = [];
      for (let i = 0; i < keys.length; i += 1) items[i] = value[keys[i]];
      return { soft, keys, items, proto: getPrototypeOf(value) };
    }
    if (kind === 'm') return { soft, items: list_(apply(mapEntries, value, []), nextOfMap).flat() };
    if (kind === 's') return { soft, items: list_(apply(setValues, value, []), nextOfSet) };
    return { soft, text: texts[kind](value) };
  }

  function isAs(kind, value, shadow) {
    if (isExtensible(value) !== shadow.soft) return false;
    if (kind === 'a') {
      const { items } = shadow;
      if (value.length !== items.length) return false;
      for (let i = 0; i < items.length; i += 1) {
        const item = value[i];
        if (items[i] === HOLE ? own(value, i) : !alike(item, items[i]) || (item === undefined && !own(value, i))) {
          return false;
        }
      }
      return true;
    }
    if (kind === 'o' || kind === 'c') {
      const { keys, items } = shadow;
      const now = ownKeys(value);
      if (now.length !== keys.length || getPrototypeOf(value) !== shadow.proto) return false;
      for (let i = 0; i < keys.length; i += 1) {
        if (now[i] !== keys[i] || !alike(value[keys[i]], items[i])) return false;
      }
      return true;
    }
    if (kind === 'm') return allAlike(list_(apply(mapEntries, value, []), nextOfMap).flat(), shadow.items);
    if (kind === 's') return allAlike(list_(apply(setValues, value, []), nextOfSet), shadow.items);
    return texts[kind](value) === shadow.text;
  }

  return {
    kindOf,
    // Of instances and errors the class may be a handle, of which nothing can be asked now.
    staysA: (kind, value) => (kind === 'c' || kind === 'e' ? hasOnlyValues(value, 'stack')
      : kindOf(value) === kind),
    isCopy: (kind) => COPIES.includes(kind),
    textOf: (kind, value) => texts[kind](value),
    shadowOf,
    isAs,
    apply: (kind, value, state) => appliers[kind](value, state),
    make,
  };
}

module.exports = { isContainer, isHidden, isMark, makeKinds };
