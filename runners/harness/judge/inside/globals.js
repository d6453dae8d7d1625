'use strict';
// What tests replace on their global object holds for the submission's code too, in its own jail:
// functions by calls back, the clock by its time.
//
// Before each request we look at what is known to be replaced in place (console.log, Math.random); at
// all of the global object only where somebody has touched it by its names, or a new job began.

const { getOwnPropertyDescriptor, ownKeys } = Reflect;

const PRINTS = ['assert', 'count', 'debug', 'dir', 'error', 'group', 'groupEnd', 'info', 'log', 'table',
  'time', 'timeEnd', 'trace', 'warn'];
// Functions of objects that tests are known to replace.
const MEMBERS = ['Math.random', 'Date.now', 'process.argv', 'process.cwd', 'process.exit',
  'process.nextTick', 'JSON.parse', 'JSON.stringify'];
// What Node makes when it is first asked for.
const LAZY = ['fetch', 'crypto', 'navigator', 'localStorage', 'sessionStorage', 'performance'];
const NEVER = new Set(['global', 'globalThis', 'process', 'console', 'Date']);
// Whole objects that fake timers replace; of these only performance.now() crosses.
const OF_CLOCKS = new Set(['Intl', 'Temporal', 'performance', 'scheduler']);

function makeConsole() {
  const made = {};
  for (const name of PRINTS) made[name] = { [name]() {} }[name];
  return made;
}

// Of Node's process what tests ask for; `real` is Node's. `touched()`: its environment was changed.
function makeProcess(real, { argv, env, cwd, refuse, touched }) {
  const stream = () => ({ write() { return true; }, isTTY: false, columns: 80 });
  const made = {
    argv: [...argv], argv0: 'node', env: watchedBy(touched, { ...env }), execArgv: [], execPath: real.execPath,
    exitCode: undefined, pid: 2, ppid: 1, platform: real.platform, arch: real.arch,
    release: { name: 'node' }, version: real.version, versions: { ...real.versions }, title: 'node',
    stdout: stream(), stderr: stream(),
    cwd: () => cwd, exit: () => refuse('the tests end the process'),
    hrtime: real.hrtime, memoryUsage: real.memoryUsage, nextTick: (...args) => real.nextTick(...args),
    uptime: () => real.uptime(), emitWarning() {}, umask: () => 0o22,
  };
  for (const name of ['on', 'once', 'off', 'addListener', 'removeListener', 'removeAllListeners']) {
    made[name] = () => made;
  }
  made.emit = () => false;
  made.listeners = () => [];
  Object.defineProperty(made, 'stdin', { enumerable: true, get: () => refuse('the tests use process.stdin') });
  return made;
}

// The object, for whoever changes it: touched() is called then.
function watchedBy(touched, object) {
  return new Proxy(object, {
    // A setter wants the object itself.
    set(target, key, value) {
      touched();
      return Reflect.set(target, key, value);
    },
    defineProperty(target, key, row) {
      touched();
      return Reflect.defineProperty(target, key, row);
    },
    deleteProperty(target, key) {
      touched();
      return Reflect.deleteProperty(target, key);
    },
  });
}

// Gives `global` and `globalThis` to whoever asks by these names; `touched()` is called when anything
// is set, defined or deleted there.
function standBefore(global, touched) {
  const front = watchedBy(touched, global);
  for (const name of ['global', 'globalThis']) {
    Object.defineProperty(global, name, { value: front, writable: true, enumerable: false, configurable: true });
  }
}

// `ask(what, ...values)` tells the other side. Take it once all is there that tests find.
function watchGlobals(global, { ask, refuse }) {
  const RealDate = global.Date;
  const rows = [];     // of the global object: {object, key, path, first, now}
  const members = [];  // of objects on it
  const watched = new Set();
  let dirty = true;
  const watch = (list, object, key, path, print) => {
    const value = object?.[key];
    list.push({ object, key, path, first: value, now: value, print });
  };
  standBefore(global, () => {
    dirty = true;
  });
  for (const key of ownKeys(global)) {
    if (typeof key !== 'string') continue;
    watched.add(key);
    if (NEVER.has(key)) continue;
    if ('value' in getOwnPropertyDescriptor(global, key)) watch(rows, global, key, key, false);
  }
  for (const path of MEMBERS) {
    const [name, key] = path.split('.');
    watch(members, global[name], key, path, false);
  }
  for (const name of PRINTS) watch(members, global.console, name, `console.${name}`, true);
  watch(members, global.process.stdout, 'write', 'process.stdout.write', true);
  const lazy = LAZY.filter((key) => watched.has(key))
    .map((key) => ({ key, first: getOwnPropertyDescriptor(global, key).get, now: undefined, set: false }))
    .filter(({ first }) => first !== undefined);
  const added = new Map();  // key of the tests -> value that the other side has
  let keys = ownKeys(global).length;
  let env = { ...global.process.env };
  let time;
  let busy = false;

  function tellClock() {
    if (global.Date === RealDate) {
      if (time !== undefined) {
        ask('clock', undefined);
        ask('restore', 'performance.now');
      }
      time = undefined;
      return;
    }
    if (typeof global.Date?.clock !== 'object') refuse('the tests replace Date');
    const now = global.Date.now();
    if (time === undefined && Object.hasOwn(global.performance, 'now')) {
      ask('replace', 'performance.now', global.performance.now);
    }
    if (now !== time) ask('clock', now);
    time = now;
  }

  function tellChanged(list) {
    for (let i = 0; i < list.length; i += 1) {
      const row = list[i];
      const value = row.object?.[row.key];
      if (Object.is(value, row.now)) continue;  // NaN is one of them
      // Date.now of a clock comes with it.
      if (global.Date !== RealDate && (row.path === 'Date.now' || OF_CLOCKS.has(row.path))) continue;
      row.now = value;
      if (Object.is(value, row.first)) ask('restore', row.path);
      else if (row.print) ask('listen', row.path);
      else ask('replace', row.path, value);
    }
  }

  function tellLazy() {
    for (const row of lazy) {
      if (global.Date !== RealDate && OF_CLOCKS.has(row.key)) continue;
      const found = getOwnPropertyDescriptor(global, row.key);
      if (found?.get === row.first) {
        if (row.set) ask('restore', row.key);
        row.set = false;
      } else if (!row.set || global[row.key] !== row.now) {
        row.set = true;
        row.now = global[row.key];
        ask('replace', row.key, row.now);
      }
    }
  }

  function tellAdded() {
    if (added.size === 0 && ownKeys(global).length === keys) return;
    const there = ownKeys(global);
    keys = there.length;
    for (const key of there) {
      if (typeof key !== 'string' || watched.has(key)) continue;
      if (added.has(key) && Object.is(added.get(key), global[key])) continue;
      added.set(key, global[key]);
      ask('replace', key, global[key]);
    }
    for (const key of [...added.keys()]) {
      if (there.includes(key)) continue;
      added.delete(key);
      ask('restore', key);
    }
  }

  function tellProcess() {
    const there = global.process.env;
    for (const key of Object.keys(there)) if (there[key] !== env[key]) ask('environment', key, String(there[key]));
    for (const key of Object.keys(env)) if (!Object.hasOwn(there, key)) ask('environment', key, undefined);
    env = { ...there };
  }

  return {
    // `fresh`: a new job began.
    tell(fresh) {
      if (busy) return;
      busy = true;
      try {
        tellClock();
        tellChanged(members);
        if (dirty || fresh) {
          dirty = false;
          tellChanged(rows);
          tellLazy();
          tellAdded();
          tellProcess();
        }
      } finally {
        busy = false;
      }
    },
    touch() {
      dirty = true;
    },
    // What the submission prints where the tests listen.
    print(path, ...values) {
      const row = members.find((one) => one.path === path && one.print);
      if (!row) throw new TypeError('nobody listens');
      return row.object[row.key](...values);
    },
  };
}

module.exports = { makeConsole, makeProcess, watchGlobals };
