'use strict';
// Two sides of one program in two jails: each has the other's objects as copies or as handles, and
// every object is the same one whenever it crosses. Both sides run this file; one of them belongs
// to the student, and nothing that comes from there is believed but as a value.
//
// A message is one frame of JSON:
//   request {"i": id, "d": what, "v": [values]}
//   reply   {"i": id, "r": value}, "l": [values] for several, "t": value that was thrown with "w": word
//           about it, or "x": why it cannot cross
//   n: [[ref, kind, state]] objects that the receiver does not know yet
//   s: [[ref, state]]       copies that changed since they last crossed
//   f: [ref]                what the sender does not know any more
//   b: 1                    a bell was rung for it;  h: 1  the sender waits for the next request now
// Values: null, true, 1, "text"; {"$": ref}, {"$js": "undefined" | "NaN" | "-0" | "Infinity" |
// "-Infinity"}, {"$bigint": "1"}, {"$own": "Math.max"} (of the receiver's realm), {"$symbol":
// "iterator"}, {"$for": "key"}. A ref is "j" or "s", for the side that made the object, and a number.
//
// Copies are compared before each message, so what one side changes the other side sees when it
// gets to run: as if both held one object. A request that arrives while another one is answered is
// answered in between, as calls nest in one program.

const { makeKinds, WrongState } = require('./kinds.js');
const { Values, makeProxies } = require('./proxies.js');

const { apply } = Reflect;
const { is } = Object;
const { isArray } = Array;
const { parse, stringify } = JSON;
const { then } = Promise.prototype;
const own = Object.hasOwn;

const ignore = () => {};
const MAX_DEPTH = 200;      // of requests within requests
const MAX_OBJECTS = 200_000;

// The other side broke the rules.
class Violation extends Error {}

// The other side is gone, or the session is over: nothing that is asked from now on is answered.
class Gone extends Error {
  // `reason`: "closed", "late", "broken", "too_large".
  constructor(reason) {
    super(`the submission cannot be asked: ${reason}`);
    this.reason = reason;
  }
}

// What cannot cross: the tests have to run in one jail.
class Refusal extends Error {}

// `side`: "j" (judge) or "s" (student). `wire`: see wire.js. `ids()` names a request. `serve`: what is
// done for requests beside those about handles: {name: (...values) => value}. `realm`: what both
// realms have (see realm.js). `isForeign(value)`: whether it is of another realm, about which the other
// side is told nothing. `before()` is called before each request, `thrown(error, word)` with what the other side threw; `word(error)` is what is said of it. `refused(why)` hears each Refusal.
// `forgetful(tables)` gives refs of copies that nobody holds here any more.
function makeMembrane({ side, wire, ids, types, BytesOf, realm, serve, isForeign = () => false,
  before = () => {}, thrown = () => {}, word = () => '', refused = () => {},
  forgetful = () => [] }) {
  const byObject = new Map();  // object, function or symbol -> entry
  const byRef = new Map();     // ref -> entry
  const copies = new Set();    // entries of copies
  const settles = new Map();   // promise that stands for one of the other side -> {resolve, reject}
  const asked = new Set();     // ids of what is asked and not answered
  const replies = new Map();   // id -> message that came for somebody further out
  let counter = 0;
  let fresh = [];              // entries that the other side does not know yet
  let depth = 0;
  let held = false;            // the other side waits for our next request
  let over = null;             // why nothing is asked any more

  function refusal(why) {
    refused(why);
    return new Refusal(why);
  }

  // ---- values

  function add(object, ref, kind) {
    if (byRef.size > MAX_OBJECTS) throw refusal('too many objects cross');
    const entry = { ref, kind, object, shadow: null };
    byObject.set(object, entry);
    byRef.set(ref, entry);
    if (kinds.isCopy(kind)) copies.add(entry);
    return entry;
  }

  function export_(value) {
    // Only the judge's side names them: there, nothing of the realm is in the other's reach.
    const name = side === 'j' ? realm.nameOf(value) : '';
    if (name) return `{"$own":${stringify(name)}}`;
    if (typeof value === 'function' && isForeign(value)) {
      throw refusal('a function of Node is given to the submission');
    }
    counter += 1;
    const entry = add(value, side + counter, kinds.kindOf(value));
    fresh.push(entry);
    if (entry.kind === 'p') follow(value);
    return `{"$":"${entry.ref}"}`;
  }

  function encode(value) {
    switch (typeof value) {
      case 'string': return stringify(value);
      case 'boolean': return value ? 'true' : 'false';
      case 'number':
        if (is(value, -0)) return '{"$js":"-0"}';
        if (value !== value || value === Infinity || value === -Infinity) return `{"$js":"${value}"}`;
        return `${value}`;
      case 'undefined': return '{"$js":"undefined"}';
      case 'bigint': return `{"$bigint":"${value}"}`;
      case 'symbol': {
        const key = Symbol.keyFor(value);
        if (key !== undefined) return `{"$for":${stringify(key)}}`;
        const known = WELL_KNOWN.get(value);
        if (known) return `{"$symbol":"${known}"}`;
        break;
      }
      default:
        if (value === null) return 'null';
    }
    const entry = byObject.get(value);
    if (!entry) return export_(value);
    // Who handles it there handles it here.
    if (entry.kind === 'p') apply(then, value, [undefined, ignore]);
    return `{"$":"${entry.ref}"}`;
  }

  function entryOf(ref) {
    const entry = byRef.get(ref);
    if (!entry) throw new Violation('an object that is not there');
    return entry;
  }

  const decoders = {
    $: (ref) => entryOf(ref).object,
    $js: (word) => (own(WORDS, word) ? WORDS[word] : broken()),
    $bigint: (digits) => (/^-?\d{1,5000}$/.test(digits) ? BigInt(digits) : broken()),
    $symbol: (name) => BY_NAME.get(name) ?? broken(),
    $for: (key) => Symbol.for(String(key)),
    $own: (name) => (side === 's' ? realm.named(String(name)) : broken()),
  };

  function broken() {
    throw new Violation('this is no value');
  }

  function decode(json) {
    if (typeof json !== 'object' || json === null) return json;
    if (isArray(json)) return broken();
    for (const tag in json) {
      if (own(decoders, tag)) return decoders[tag](json[tag]);
      break;
    }
    return broken();
  }

  // The class of an error: that of the submission is a handle, that of the judge stays there.
  function classOf(error) {
    const proto = side === 's' ? Object.getPrototypeOf(error) : null;
    return proto === null || realm.nameOf(proto) ? 'null' : encode(proto);
  }

  const kinds = makeKinds({ types, BytesOf, encode, decode, classOf,
    isBuiltIn: (proto) => realm.nameOf(proto) !== '' || isForeign(proto), fresh: () => fresh.length });

  // ---- messages

  function news() {
    let text = '';
    for (let i = 0; i < fresh.length; i += 1) {
      const entry = fresh[i];
      const state = kinds.textOf(entry.kind, entry.object);
      if (kinds.isCopy(entry.kind)) entry.shadow = kinds.shadowOf(entry.kind, entry.object);
      text += `${i === 0 ? '' : ','}["${entry.ref}","${entry.kind}",${state}]`;
    }
    fresh = [];
    return text;
  }

  function changes() {
    let text = '';
    for (const entry of copies) {
      if (entry.shadow === null || kinds.isAs(entry.kind, entry.object, entry.shadow)) continue;
      if (!kinds.staysA(entry.kind, entry.object)) throw refusal('an object became another kind');
      const state = kinds.textOf(entry.kind, entry.object);
      entry.shadow = kinds.shadowOf(entry.kind, entry.object);
      text += `${text === '' ? '' : ','}["${entry.ref}",${state}]`;
    }
    return text;
  }

  // `head`: the first fields of the message, whose values are encoded already.
  function send(head, ring, hold) {
    const changed = changes();
    const known = news();  // also what the changed ones brought
    // Nothing of the other side is under way that could name what is forgotten now.
    const freed = hold ? forgetful({ byObject, byRef, copies, shadowOf: kinds.shadowOf }) : [];
    let text = head;
    if (known !== '') text += `,"n":[${known}]`;
    if (changed !== '') text += `,"s":[${changed}]`;
    if (freed.length > 0) text += `,"f":${stringify(freed)}`;
    if (ring) text += ',"b":1';
    try {
      wire.send(`${text}}`, ring);
    } catch (error) {
      end(error.reason === 'broken' ? 'too_large' : error.reason ?? 'closed');
    }
  }

  function end(reason) {
    over ??= new Gone(reason);
    throw over;
  }

  const rows = (value) => (value === undefined ? [] : isArray(value) ? value : broken());

  // Objects, states and what is forgotten, before the value itself is looked at.
  function take(message) {
    const fill = [];
    const theirs = side === 'j' ? /^s\d{1,9}$/ : /^j\d{1,9}$/;
    for (const row of rows(message.n)) {
      const [ref, kind, state] = rows(row);
      if (typeof ref !== 'string' || !theirs.test(ref) || byRef.has(ref) || !isArray(state)) broken();
      if (typeof kind !== 'string' || kind.length !== 1) broken();
      const copied = kinds.isCopy(kind);
      const object = copied ? kinds.make(kind, state) : proxies.make(ref, kind, state) ?? broken();
      const entry = add(object, ref, kind);
      if (copied) fill.push([entry, state]);
    }
    for (const row of rows(message.s)) {
      const entry = entryOf(rows(row)[0]);
      if (!copies.has(entry) || !isArray(row[1])) broken();
      fill.push([entry, row[1]]);
    }
    for (const [entry, state] of fill) kinds.apply(entry.kind, entry.object, state);
    for (const [entry] of fill) entry.shadow = kinds.shadowOf(entry.kind, entry.object);
  }

  function forget(entry) {
    if (!copies.delete(entry)) broken();
    byRef.delete(entry.ref);
    byObject.delete(entry.object);
  }

  // `rung`: its bell was heard.
  function receive(rung = false) {
    let message;
    try {
      message = parse(wire.receive());
    } catch (error) {
      return end(error.reason ?? 'broken');
    }
    return strictly(() => {
      if (typeof message !== 'object' || message === null || isArray(message)) broken();
      if (rung && message.b !== 1) broken();
      if (!rung && message.b === 1) wire.readEarly();
      take(message);
      return message;
    });
  }

  // ---- asking

  // What the other side gives back, or throws, for `what` and its values.
  function ask(what, ...values) {
    if (over) throw over;
    if (depth >= MAX_DEPTH) throw new RangeError('Maximum call stack size exceeded');
    before();
    const id = ids();
    let text = '';
    for (let i = 0; i < values.length; i += 1) text += (i === 0 ? '' : ',') + encode(values[i]);
    send(`{"i":"${id}","d":"${what}","v":[${text}]`, depth === 0 && !held);
    const outer = depth;
    depth += 1;
    try {
      const message = await_(id);
      if (outer === 0 && message.h === 1) held = true;
      return answered(message);
    } finally {
      depth = outer;
    }
  }

  function answered(message) {
    if (own(message, 'x')) throw refusal(String(message.x).slice(0, 200));
    const isThrown = own(message, 't');
    const given = strictly(() => {
      const found = own(message, 'l') ? rows(message.l).map(decode)
        : decode(isThrown ? message.t : message.r);
      // What is forgotten may still be in the answer itself.
      for (const ref of rows(message.f)) forget(entryOf(ref));
      return found;
    });
    if (!isThrown) return given;
    thrown(given, message.w);
    throw given;
  }

  // Asks what only the other side's loop answers: "rest", to do what its event loop has to do, back
  // when there is nothing left that could be done at once; "end", to end the session.
  function askLoop(what) {
    const ring = !held;
    held = false;
    const id = ids();
    send(`{"i":"${id}","d":"${what}","v":[]`, ring);
    depth += 1;
    try {
      return strictly(() => decode(await_(id).r));
    } finally {
      depth -= 1;
    }
  }

  // Where the other side waits for our next request.
  function rest() {
    if (!over && held) askLoop('rest');
  }

  // What the other side says of itself in the end; nothing is asked any more.
  function finish() {
    if (over) return undefined;
    const last = askLoop('end');
    over = new Gone('closed');
    return last;
  }

  // Whatever the other side says that nobody can make sense of ends the session.
  function strictly(work) {
    try {
      return work();
    } catch (error) {
      if (error instanceof Refusal || error instanceof Gone) throw error;
      return end('broken');
    }
  }

  // The answer to what was asked by this id, and answers to what the other side asks meanwhile.
  function await_(id) {
    asked.add(id);
    for (;;) {
      const early = replies.get(id);
      if (early) {
        replies.delete(id);
        return early;
      }
      const message = receive();
      if (own(message, 'd')) answer(message, false);
      else if (!asked.delete(message.i)) end('broken');
      else if (message.i === id) return message;
      else replies.set(message.i, message);
    }
  }

  // ---- answering

  function wordOf(error) {
    const said = word(error);
    return said === '' ? '' : `,"w":${stringify(said)}`;
  }

  function reply(id, field, text, hold) {
    send(`{"i":${stringify(id)},"${field}":${text}${hold ? ',"h":1' : ''}`, false, hold);
  }

  function answer(message, hold) {
    const { i: id, d: what } = message;
    if (typeof id !== 'string' || id.length > 64 || typeof what !== 'string') return end('broken');
    const outer = depth;
    depth += 1;
    try {
      if (depth > MAX_DEPTH) throw new RangeError('Maximum call stack size exceeded');
      const values = strictly(() => rows(message.v).map(decode));
      const handler = own(operations, what) ? operations[what] : end('broken');
      const given = handler(...values);
      if (given instanceof Values) reply(id, 'l', `[${given.list.map(encode).join()}]`, hold);
      else reply(id, 'r', encode(given), hold);
    } catch (error) {
      if (over) throw over;
      if (error instanceof Refusal) reply(id, 'x', stringify(error.message), hold);
      else reply(id, 't', `${encode(error)}${wordOf(error)}`, hold);
    } finally {
      depth = outer;
    }
    return undefined;
  }

  // The bell was heard: a request of the other side is there. See `hold` of reply().
  function heard(hold) {
    if (over) return null;
    const message = receive(true);
    if (!own(message, 'd')) end('broken');
    if (own(LAST, message.d)) return message;
    answer(message, hold);
    return message;
  }

  // ---- promises

  function follow(promise) {
    const settle = (kind) => (given) => {
      if (over) return;
      try {
        ask('settle', promise, kind, given);
      } catch (error) {
        // Whoever waits for it sees that the other side is gone.
        if (!over) throw error;
      }
    };
    apply(then, promise, [settle(true), settle(false)]);
  }

  function promiseFor() {
    let settle;
    const promise = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    settles.set(promise, settle);
    // That nobody handles a rejection is for the tests to see, where the promise is theirs.
    if (side === 's') apply(then, promise, [undefined, ignore]);
    return promise;
  }

  const proxies = makeProxies({ side, ask, promiseFor, realm, isForeign, refusal });
  const operations = {
    ...proxies.operations,
    settle(promise, good, given) {
      const settle = settles.get(promise);
      if (!settle) throw new Violation('a promise of nobody');
      settles.delete(promise);
      if (good) settle.resolve(given);
      else settle.reject(given);
    },
    ...serve,
  };

  return {
    ask,
    answer,
    heard,
    receive,
    reply,
    rest,
    finish,
    // Nothing is asked any more.
    end(reason) {
      over ??= new Gone(reason);
    },
    over: () => over,
  };
}

// What a side does itself with its event loop, and with the session.
const LAST = { rest: true, end: true };
const WORDS = { undefined, NaN, '-0': -0, Infinity, '-Infinity': -Infinity };
const WELL_KNOWN = new Map();
const BY_NAME = new Map();
for (const name of Object.getOwnPropertyNames(Symbol)) {
  if (typeof Symbol[name] !== 'symbol') continue;
  WELL_KNOWN.set(Symbol[name], name);
  BY_NAME.set(name, Symbol[name]);
}

module.exports = { Gone, Refusal, Violation, makeMembrane };
