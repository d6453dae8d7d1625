'use strict';
// A value that takes every use without a complaint. `noteUse` is called where its content would
// show (as text, as a list), since names made from it are not the real ones.
function makeStub(noteUse) {
  const target = function stub() {};
  const empty = () => '';
  const proxy = new Proxy(target, {
    get(_, key) {
      if (key === 'then') return undefined;  // not a promise
      if (key === Symbol.toPrimitive || key === 'toString' || key === 'toJSON') {
        noteUse();
        return empty;
      }
      if (key === Symbol.iterator) {
        noteUse();
        return [][Symbol.iterator].bind([]);
      }
      if (key === 'prototype') return target.prototype;
      if (key === '__esModule') return false;
      return proxy;
    },
    has: () => true,
    ownKeys(object) {
      noteUse();
      return Reflect.ownKeys(object);
    },
    set: () => true,
    defineProperty: () => true,
    apply: () => proxy,
    construct: () => proxy,
  });
  return proxy;
}

module.exports = { makeStub };
