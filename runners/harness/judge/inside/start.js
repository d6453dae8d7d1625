'use strict';
// One test file in a realm of its own: loads it, names its tests, runs them against the submission
// in the other jail.

const { makeMembrane } = require('../../membrane/membrane.js');
const { violate } = require('../../membrane/rules.js');
const { takeRealm } = require('../../membrane/realm.js');
const { isPath, namesFor, readRows } = require('../../common/mapped_names.js');
const { describe: describeFailure, readFailure } = require('../../common/failures.js');
const { makeSuite, TimeLimit } = require('./suite.js');
const { makeConsole, makeProcess, watchGlobals } = require('./globals.js');
const { makeGains } = require('./gains.js');
const { makeRefusals } = require('./refusals.js');
const { makeLoader } = require('./loader.js');
const { isAssertion, outcomeOf } = require('./outcome.js');

const { getPrototypeOf } = Object;
const RealDate = Date;
const { now } = Date;

const OURS = 2;  // milliseconds for which the way to a question counts as none
// Tests that look at the clock may hold it against what the submission's code says of it.
const LOOKS_AT_CLOCK = /\bDate\.now\b|\bnew\s+Date\b(?!\s*\(\s*[^\s)])/;

// When questions were asked, for tests that look at the clock: what we do around them, and what they and their
// answers took on their way since the tests last looked, is no time. `soon(end)`: when what runs now is over.
function makeClock(soon) {
  let last = 0;     // when the tests looked
  let looks = 0;
  let waited = 0;
  let asked = 0;    // questions under way
  let began = 0;    // of the outermost
  let before = 0;
  let isRunning = false;
  const look = { now() {
    looks += 1;
    waited = 0;
    last = now();
    return last;
  } }.now;
  Object.defineProperty(RealDate, 'now', { value: look, writable: true, enumerable: false, configurable: true });
  const shown = (time) => Math.max(last, time - waited - OURS);
  return {
    isReal: () => RealDate.now === look,
    sent() {
      if (!isRunning) soon(() => {
        isRunning = false;
        waited = 0;
      });
      isRunning = true;
      asked += 1;
      if (asked > 1) return shown(looks === before ? began : now());
      began = now();
      before = looks;
      return shown(began);
    },
    back() {
      asked -= 1;
      if (asked === 0 && looks === before) waited += now() - began;
    },
  };
}

// `outside`: what belongs to the judge's own realm. `framework`: the module that makes its globals.
// `request`: {file, settings, skip}. `wire`: to the other jail (see wire.js); null to list: then modules
// of the submission are stubs.
function start({ global, framework, request, wire, outside }) {
  const { refuse, note, found } = makeRefusals();
  const settings = request.settings;
  // ---- the other jail

  let membrane = null;
  let watch = null;
  let resting = false;
  let requests = 0;
  const variables = { NODE_ENV: 'test', ...settings.variables };
  global.console = makeConsole();
  global.process = makeProcess(outside.process, { argv: ['node', 'test'], env: variables,
    cwd: outside.folder, refuse, touched: () => watch?.touch() });
  const clock = LOOKS_AT_CLOCK.test(outside.read(`/submission/${request.file}`)) ? makeClock(outside.immediate) : null;
  const realm = takeRealm(global);
  const failures = new WeakMap();  // error that loading threw there -> what is said of it
  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

  // Of Node's own realm, which would give more away than itself.
  function isForeign(value) {
    if (outside.types.isProxy(value)) return false;
    let root = value;
    for (let at = value; at !== null; at = getPrototypeOf(at)) root = at;
    return root !== Object.prototype && root !== value;
  }

  // Before the first request of a job: what the submission's own event loop has to do comes when
  // this job is over, as in one process.
  function rest() {
    if (resting) return;
    resting = true;
    outside.microtask(() => {
      resting = false;
      try {
        membrane.rest();
      } catch {
        // Whoever asks next is told.
      }
    });
  }

  function connect() {
    wire.listen((closed) => {
      if (closed) return membrane.end('closed');
      try {
        return membrane.heard(false);
      } catch (error) {
        return membrane.over() ? undefined : suite.stray(error);
      }
    });
    membrane = makeMembrane({
      side: 'j', wire, ids: outside.ids, types: outside.types, BytesOf: outside.Buffer, realm, isForeign,
      before() {
        requests += 1;
        const fresh = !resting;
        rest();
        watch?.tell(fresh);
      },
      thrown(error, said) {
        suite.gotBack(error);
        if (said === undefined) return;
        const failure = readFailure(outside.parse(said));
        if (isObject(error)) failures.set(error, failure);
      },
      refused: note,
      failed(error) {
        if (isAssertion(error)) suite.failedInside(error);
      },
      isVeiled: isAssertion,
      sent: () => (clock && global.Date === RealDate && clock.isReal() ? clock.sent() : 0),
      back: () => clock.back(),
      turn: outside.immediate,
      patience: () => 2 * request.patience,
      serve: {
        print: (path, ...values) => watch.print(String(path), ...values),
        refuse(name) {
          if (!settings.traps?.includes(name)) violate('operation', 'nobody asked about that name');
          refuse(`the submission asks for ${name}`);
        },
        renamed(name) {
          const names = namesFor(readRows(settings.names), String(name));
          if (names === null || names.every(isPath)) violate('operation', 'nobody renames that module');
          refuse(`the configuration says what ${name} is`);
        },
        cannot: (why) => note(why, true),
        gain: makeGains(realm, Object.values(request.files).filter((text) => typeof text === 'string'), note),
        stray: (event, error) => void suite.stray(error, event),
      },
    });
  }

  const ask = (...values) => membrane.ask(...values);

  // ---- the tests

  const library = framework().make({ global, settings, refuse, outside, snapshot: request.snapshot,
    touched: () => watch?.touch(),
    resetModules() {
      loader.reset();
      if (membrane) ask('reset');
    } });
  const suite = makeSuite({ timers: outside.timers, rules: Object.assign(library.rules, {
    refuse,
    requests: () => requests,
    over: () => Boolean(membrane?.over()) || found() !== null,
  }) });
  const globals = library.globals(suite);
  if (settings.injectGlobals !== false) Object.assign(global, globals);

  const loader = makeLoader({ global, request, refuse, outside, modules: library.modules(globals, suite),
    // A module of the submission; `path` is what the specifier stands for.
    theirs: (specifier, from, path) => (membrane ? ask('require', specifier, from)
      : outside.stub(path, from)),
    resolveTheirs: (specifier, from) => (membrane ? ask('resolve', specifier, from) : '') });

  function failureOf(error) {
    return (isObject(error) && failures.get(error)) || describeFailure(error);
  }

  const told = (row) => ({ name: row.names.join(' > ').slice(0, 2000), state: row.state });

  async function load() {
    if (wire) {
      connect();
      ask('begin', outside.stringify({ babel: settings.babel === true, strict: settings.strict === true,
        loose: settings.loose === true, names: settings.names, variables }));
      if (settings.traps) ask('traps', ...settings.traps);
      watch = watchGlobals(global, { ask, refuse });
    }
    library.begin();
    await loader.run();
  }

  function gone() {
    const over = membrane?.over();
    return over ? { over: over.reason, violation: over.violation } : null;
  }

  async function whole(report) {
    try {
      await load();
    } catch (error) {
      return found() ?? gone() ?? { failure: failureOf(error) };
    }
    if (found()) return found();
    const rows = suite.list();
    await report({ tests: rows.map(told) });
    if (!membrane) return {};
    const index = new Map(rows.map((row, i) => [row.test, i]));
    for (const at of request.skip ?? []) if (rows[at]) rows[at].test.done = true;
    for (const row of rows) row.test.fullName = row.names.join(' ');
    await suite.run(async (test) => {
      const over = membrane.over();
      membrane.newTurn();
      await report({ test: index.get(test), ...outcomeOf(test, { over, TimeLimit, inspect: outside.inspect,
        isOurs: (file) => outside.isLaid(`/submission/${file}`) }) });
    });
    library.end();
    return found() ?? gone() ?? {};
  }

  // Whether the other jail is as good as new, where it is still there.
  function finish() {
    try {
      return membrane?.finish() === true;
    } catch {
      return false;
    }
  }

  return {
    run: whole,
    stray: (error, event) => suite.stray(error, event),
    finish() {
      const clean = finish();
      wire?.listen(null);
      return clean;
    },
  };
}

module.exports = { start };
