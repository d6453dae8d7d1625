'use strict';
// A fresh realm for one test file, with what Node has on its global object.

const vm = require('vm');

const { defineProperty, getOwnPropertyDescriptor, ownKeys } = Reflect;
// Bytes of Node are those of the tests, so that a Buffer is a Uint8Array there.
const OURS = ['ArrayBuffer', 'Uint8Array'];

const TIMERS = { setTimeout, setInterval, setImmediate };
const CLEAR = { setTimeout: clearTimeout, setInterval: clearInterval, setImmediate: clearImmediate };

// Timers that end with their realm: what one test file leaves must not be heard while another runs.
function timersOf(global) {
  const running = new Map();
  for (const [name, start] of Object.entries(TIMERS)) {
    const made = (...values) => {
      const timer = start(...values);
      running.set(timer, CLEAR[name]);
      return timer;
    };
    Object.defineProperties(made, Object.getOwnPropertyDescriptors(start));
    global[name] = made;
  }
  return () => running.forEach((clear, timer) => clear(timer));
}

// {global, run(script), end()}.
function freshRealm() {
  const global = vm.createContext(vm.constants.DONT_CONTEXTIFY);
  for (const key of ownKeys(globalThis)) {
    if (key === 'globalThis' || key === 'process' || key === 'console') continue;
    const known = getOwnPropertyDescriptor(global, key);
    if (known && !OURS.includes(key)) continue;
    const found = getOwnPropertyDescriptor(globalThis, key);
    if (key === 'global') {
      defineProperty(global, key, { ...found, value: global });
    } else if ('value' in found) {
      defineProperty(global, key, found);
    } else {
      // What Node makes at its first use.
      defineProperty(global, key, { configurable: true, enumerable: found.enumerable,
        get: () => globalThis[key],
        set(value) {
          defineProperty(global, key, { value, writable: true, enumerable: true, configurable: true });
        } });
    }
  }
  return { global, run: (script) => script.runInContext(global), end: timersOf(global) };
}

module.exports = { freshRealm };
