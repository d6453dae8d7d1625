'use strict';
// What the tests replaced on their global object, for code that runs here: functions are those of
// the judge, the clock shows the judge's time, and what is printed is told where somebody listens.

const { construct, defineProperty, deleteProperty, get, getOwnPropertyDescriptor } = Reflect;
const RealDate = Date;
const { now: realNow } = Date;
const OURS = 2;  // milliseconds for which the way to what is asked counts as none

// Of browsers and of test frameworks: code that asks for one of these cannot run on its own.
function setTraps(names, set, Refusal, ask) {
  for (const name of names) {
    if (name in globalThis) continue;
    set.add(name);
    defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      get() {
        ask('refuse', name);
        throw new Refusal(`the submission asks for ${name}`);
      },
      set(value) {
        defineProperty(globalThis, name,
          { value, writable: true, enumerable: true, configurable: true });
      },
    });
  }
}

// A Date whose present is `clock.now`, in milliseconds.
function dateOf(clock) {
  return new Proxy(RealDate, {
    apply: () => new RealDate(clock.now).toString(),
    construct: (target, values, newTarget) =>
      construct(target, values.length === 0 ? [clock.now] : values, newTarget),
    get: (target, key) =>
      (key === 'now' && target.now === realNow ? () => clock.now : get(target, key)),
  });
}

function makeGlobals(ask, Refusal) {
  const kept = new Map();  // path -> the descriptor that was there, or undefined
  const traps = new Set();
  const clock = { now: 0 };
  const present = { start: 0, lag: 0, get now() { return Math.max(present.start, realNow() - present.lag); } };
  let fake = null;
  let isPresent = false;
  let shown = 0;  // when the last answer went

  function placeOf(path) {
    const parts = path.split('.');
    let object = globalThis;
    for (const part of parts.slice(0, -1)) object = object[part];
    return [object, parts.at(-1)];
  }

  function replace(path, value) {
    const [object, key] = placeOf(path);
    if (!kept.has(path)) kept.set(path, getOwnPropertyDescriptor(object, key));
    defineProperty(object, key,
      { value, writable: true, enumerable: kept.get(path)?.enumerable ?? true, configurable: true });
  }

  function restore(path) {
    if (!kept.has(path)) return;
    const [object, key] = placeOf(path);
    const before = kept.get(path);
    kept.delete(path);
    if (before) defineProperty(object, key, before);
    else deleteProperty(object, key);
  }

  function show(date) {
    replace('Date', date);
    replace('Date.prototype.constructor', date);
  }

  function showRealDate() {
    restore('Date');
    restore('Date.prototype.constructor');
    fake = null;
    isPresent = false;
  }

  // A request was on its way since `then`: no time has passed for code that is called, and none went back.
  function arrived(then) {
    if (fake !== null) return;
    present.start = Math.min(realNow(), Math.max(then, shown));
    present.lag = realNow() - present.start + OURS;
    if (!isPresent) show(dateOf(present));
    isPresent = true;
  }

  // What is printed goes to the judge, which prints it as its own.
  function listen(path) {
    const [object, key] = placeOf(path);
    const told = function told(...values) {
      return ask('print', path, ...values);
    };
    replace(path, told);
    defineProperty(object[key], 'name', { value: key });
  }

  const operations = {
    replace: (path, value) => void replace(path, value),
    restore: (path) => void restore(path),
    listen: (path) => void listen(path),
    clock(now) {
      if (now === undefined) {
        showRealDate();
        return;
      }
      clock.now = now;
      fake ??= dateOf(clock);
      if (globalThis.Date !== fake) show(fake);
    },
    traps: (...names) => void setTraps(names, traps, Refusal, ask),
    environment(name, value) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    },
  };
  return {
    operations,
    arrived,
    left() {
      if (isPresent) shown = present.now;
    },
    restore() {
      showRealDate();
      for (const path of [...kept.keys()]) restore(path);
      for (const name of traps) deleteProperty(globalThis, name);
      traps.clear();
    },
  };
}

module.exports = { makeGlobals };
