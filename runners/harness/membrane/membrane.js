'use strict';
// Two sides of one program in two jails: each has the other's objects as copies or as handles, and
// every object is the same one whenever it crosses. Both sides run this file; one of them belongs
// to the student, and nothing that comes from there is believed but as a value.
//
// A message is one frame of JSON:
//   request {"i": id, "d": what, "v": [values]}, from the judge with "c": when it was sent, by its clock
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

const { makeKinds } = require('./kinds.js');
const { Values, makeProxies } = require('./proxies.js');
const { Violation, checkReference, checkShape, isDeep, violate } = require('./rules.js');

const { apply } = Reflect;
const { is } = Object;
const { isArray } = Array;
const { parse, stringify } = JSON;
const { then } = Promise.prototype;
const { now } = Date;
const own = Object.hasOwn;

const ignore = () => {};
const MAX_DEPTH = 1000;     // of requests within requests; some 2000 is what the stack holds
const MAX_OBJECTS = 200_000;
const MAX_RECEIVED = 64 << 20;  // bytes in a session
const MAX_KEYS = 1000;          // of Symbol.for() in a session: they stay for ever
const TOO_LARGE = 'a value is too large to cross';

// The other side is gone, or the session is over: nothing that is asked from now on is answered.
class Gone extends Error {
  // `reason`: "closed", "late", "broken". `violation`: of what is broken.
  constructor(reason, violation = '') {
    super(`the submission cannot be asked: ${reason}`);
    this.reason = reason;
    this.violation = violation;
  }
}

// What cannot cross: by the tests' doing they have to run in one jail, by the submission's ("theirs")
// a person has to look.
class Refusal extends Error {}

// `side`: "j" (judge) or "s" (student). `wire`: see wire.js. `ids()` names a request. `serve`: what is
// done for requests beside those about handles: {name: (...values) => value}. `realm`: what both
// realms have (see realm.js). `isForeign(value)`: whether it is of another realm, about which the other
// side is told nothing. `before()` is called before each request, `thrown(error, word)` with what the
// other side threw; `word(error)` is what is said of it. `refused(why, theirs)` hears each Refusal.
// `forgetful(tables)` gives refs of copies that nobody holds here any more. `turn(end)` calls end() when
// what runs now is over: for so long what is asked in it may take `patience()` in all, 0 for ever.
// `sent()` gives that time, or 0: nobody has to know; `back()` is called when it was answered, on the
// other side `arrived(then)` when it comes, `ran()` when it was done, and `left()` before the answer goes.
// `failed(error)` hears what was thrown here when the other side asked; `isVeiled(error)`: that side
// sees nothing of it.
function makeMembrane({ side, wire, ids, types, BytesOf, realm, serve, isForeign = () => false,
  before = () => {}, thrown = () => {}, word = () => '', refused = () => {},
  forgetful = () => [], sent = () => 0, back = () => {}, arrived = null, ran = () => {}, left = () => {}, turn = () => {}, patience = () => 0, failed = () => {},
  isVeiled = () => false }) {
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
  let began = 0;               // when the first question of this turn was asked
  const before_ = wire.received();
  const keys = new Set();      // of Symbol.for() that came
  const their = side === 'j' ? 's' : 'j';

  function refusal(why, theirs = false) {
    refused(why, theirs);
    return new Refusal(why);
  }

  // ---- values

  function add(object, ref, kind) {
    if (byRef.size > MAX_OBJECTS) throw refusal('too many objects cross', ref[0] === their);
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

  const isTheirs = (value) => byObject.get(value)?.ref[0] === their;

  function entryOf(ref) {
    return byRef.get(ref) ?? violate('object', 'an object that is not there');
  }

  const decoders = {
    $: (ref) => entryOf(ref).object,
    $js: (word) => (typeof word === 'string' && own(WORDS, word) ? WORDS[word] : noValue()),
    $bigint: (digits) => (typeof digits === 'string' && /^-?\d{1,5000}$/.test(digits) ? BigInt(digits)
      : noValue()),
    $symbol: (name) => BY_NAME.get(name) ?? noValue(),
    $for(key) {
      if (typeof key !== 'string' || key.length > MAX_KEYS) return noValue();
      keys.add(key);
      return keys.size > MAX_KEYS ? violate('symbols', 'too many symbols') : Symbol.for(key);
    },
    $own: (name) => (side === 's' ? realm.named(String(name)) : noValue()),
  };

  const noValue = () => violate('value', 'this is no value');

  function decode(json) {
    if (typeof json !== 'object' || json === null) return json;
    if (isArray(json)) return noValue();
    let found = '';
    for (const tag in json) {
      if (found !== '' || !own(decoders, tag)) return noValue();
      found = tag;
    }
    return found === '' ? noValue() : decoders[found](json[found]);
  }

  // The class of an error: that of the submission is a handle, that of the judge stays there.
  function classOf(error) {
    const proto = side === 's' ? Object.getPrototypeOf(error) : null;
    return proto === null || realm.nameOf(proto) ? 'null' : encode(proto);
  }

  const kinds = makeKinds({ types, BytesOf, encode, decode, classOf,
    isVeiled: (error) => side === 'j' && byObject.get(error)?.ref[0] === 'j' && isVeiled(error),
    judge: side === 'j', tooLong: () => refusal(TOO_LARGE),
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
      if (error.reason === 'too_large') throw tooLarge();
      end(error.reason ?? 'closed');
    }
  }

  // What was to be told is not, so the other side knows less than is thought here.
  function tooLarge() {
    const error = refusal(TOO_LARGE);
    if (side === 'j') over ??= new Gone('closed');
    return error;
  }

  function end(reason, violation) {
    over ??= new Gone(reason, violation);
    throw over;
  }

  const rows = (value) => (value === undefined ? [] : isArray(value) ? value
    : violate('rows', 'a list is none'));

  // Objects, states and what is forgotten, before the value itself is looked at.
  function take(message) {
    const fill = [];
    for (const row of rows(message.n)) {
      const [ref, kind, state] = rows(row);
      checkReference(ref, their);
      if (byRef.has(ref)) violate('object', 'an object is there already');
      if (typeof kind !== 'string' || kind.length !== 1 || !isArray(state)) violate('kind', 'there is no such kind');
      const copied = kinds.isCopy(kind);
      const object = copied ? kinds.make(kind, state) : proxies.make(ref, kind, state);
      const entry = add(object, ref, kind);
      if (copied) fill.push([entry, state]);
    }
    for (const row of rows(message.s)) {
      const entry = entryOf(rows(row)[0]);
      if (!copies.has(entry) || !isArray(row[1])) violate('object', 'an object that is no copy changes');
      fill.push([entry, row[1]]);
    }
    for (const [entry, state] of fill) kinds.apply(entry.kind, entry.object, state);
    for (const [entry] of fill) entry.shadow = kinds.shadowOf(entry.kind, entry.object);
  }

  function forget(entry) {
    if (!copies.delete(entry)) violate('object', 'an object that is no copy is forgotten');
    byRef.delete(entry.ref);
    byObject.delete(entry.object);
  }

  function parsed(text) {
    if (isDeep(text)) violate('deep', 'a message is too deep');
    try {
      return parse(text);
    } catch {
      return violate('json', 'a frame is no JSON');
    }
  }

  // `rung`: its bell was heard.
  function receive(rung = false) {
    let text;
    try {
      text = wire.receive();
    } catch (error) {
      return end(error.reason ?? 'closed', error.why);
    }
    if (wire.received() - before_ > MAX_RECEIVED) {
      over ??= new Gone('closed');
      throw refusal(TOO_LARGE, true);
    }
    return strictly(() => {
      const message = parsed(text);
      checkShape(message);
      if (rung !== (message.b === 1)) {
        if (rung) violate('bell', 'a bell was rung for nothing');
        wire.readEarly();
      }
      if (message.c !== undefined && arrived === null) violate('shape', 'a message has another shape');
      take(message);
      if (message.c !== undefined) arrived(message.c);
      return message;
    });
  }

  // ---- asking

  // What the other side gives back, or throws, for `what` and its values.
  function ask(what, ...values) {
    if (over) throw over;
    if (depth >= MAX_DEPTH) throw new RangeError('Maximum call stack size exceeded');
    watchTurn();
    const then = sent();
    const outer = depth;
    try {
      before();
      const id = ids();
      let text = '';
      for (let i = 0; i < values.length; i += 1) text += (i === 0 ? '' : ',') + encode(values[i]);
      send(`{"i":"${id}","d":"${what}","v":[${text}]${then === 0 ? '' : `,"c":${then}`}`, depth === 0 && !held);
      depth += 1;
      const message = await_(id);
      if (outer === 0 && message.h === 1) held = true;
      return answered(message, own(SEVERAL, what));
    } finally {
      depth = outer;
      if (then !== 0) back();
    }
  }

  // However often it is asked: a turn of ours that their answers make endless ends.
  function watchTurn() {
    const limit = patience();
    if (limit === 0) return;
    if (began === 0) {
      began = now();
      turn(() => {
        began = 0;
      });
    } else if (now() - began > limit) {
      end('late');
    }
  }

  function answered(message, several) {
    if (own(message, 'x')) throw refusal(message.x.slice(0, 200), true);
    const isThrown = own(message, 't');
    const given = strictly(() => {
      if (!isThrown && several !== own(message, 'l')) violate('shape', 'an answer to another question');
      const found = several && !isThrown ? rows(message.l).map(decode)
        : decode(isThrown ? message.t : message.r);
      // What is forgotten may still be in the answer itself.
      for (const ref of rows(message.f)) forget(entryOf(ref));
      if (isThrown) thrown(found, message.w);
      return found;
    });
    if (!isThrown) return given;
    proxies.hold(given);
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
      const message = await_(id);
      return strictly(() => (own(message, 'r') ? decode(message.r)
        : violate('shape', 'an answer to another question')));
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
      return broken(error);
    }
  }

  const broken = (error) => end('broken', error instanceof Violation ? error.message : 'this is no state');

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
      else if (!asked.delete(message.i)) end('broken', 'an answer to nothing that was asked');
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
    left();
    send(`{"i":${stringify(id)},"${field}":${text}${hold ? ',"h":1' : ''}`, false, hold);
  }

  // Without any object, which could be what is refused.
  function refuseTo(id, error, hold) {
    left();
    wire.send(`{"i":${stringify(id)},"x":${stringify(error.message)}${hold ? ',"h":1' : ''}}`, false);
  }

  function answer(message, hold) {
    const { i: id, d: what } = message;
    const outer = depth;
    depth += 1;
    try {
      watchTurn();
      if (depth > MAX_DEPTH) throw new RangeError('Maximum call stack size exceeded');
      const values = strictly(() => {
        if (!own(operations, what)) violate('operation', 'nobody can do that');
        if (own(proxies.operations, what)) checkReference(message.v[0]?.$, side);
        return message.v.map(decode);
      });
      const given = operations[what](...values);
      ran();
      if (given instanceof Values) reply(id, 'l', `[${given.list.map(encode).join()}]`, hold);
      else reply(id, 'r', encode(given), hold);
    } catch (error) {
      if (over) throw over;
      if (error instanceof Violation) return broken(error);
      if (error instanceof Refusal) {
        refuseTo(id, error, hold);
      } else {
        if (!isTheirs(error)) failed(error);
        reply(id, 't', `${encode(error)}${wordOf(error)}`, hold);
      }
    } finally {
      depth = outer;
    }
    return undefined;
  }

  // The bell was heard: a request of the other side is there. See `hold` of reply().
  function heard(hold) {
    if (over) return null;
    const message = receive(true);
    if (!own(message, 'd')) end('broken', 'an answer to nothing that was asked');
    if (own(LAST, message.d)) return message;
    answer(message, hold);
    return message;
  }

  // ---- promises

  function follow(promise) {
    const settle = (kind) => (given) => {
      if (over) return;
      if (!kind && !isTheirs(given)) failed(given);
      try {
        ask('settle', promise, kind, given);
      } catch (error) {
        // Whoever waits for it sees that the other side is gone.
        if (over) return;
        if (error instanceof Refusal && side === 's') ask('cannot', error.message);
        else throw error;
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

  const proxies = makeProxies({ side, ask, promiseFor, realm, isForeign, isProxy: types.isProxy, refusal,
    isMine: (object) => byObject.get(object)?.ref[0] === side });
  const operations = {
    ...proxies.operations,
    settle(promise, good, given) {
      const settle = settles.get(promise);
      if (!settle || typeof good !== 'boolean') violate('promise', 'a promise that is nobody\'s, or settled');
      settles.delete(promise);
      if (good) {
        settle.resolve(given);
      } else {
        thrown(given);
        proxies.hold(given);
        settle.reject(given);
      }
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
    // What is asked now is not for what was asked before.
    newTurn() {
      began = 0;
    },
    // Nothing is asked any more.
    end(reason) {
      over ??= new Gone(reason);
    },
    over: () => over,
  };
}

// What a side does itself with its event loop, and with the session.
const LAST = { rest: true, end: true };
// Questions that several values answer.
const SEVERAL = { keys: true, describe: true };
const WORDS = { undefined, NaN, '-0': -0, Infinity, '-Infinity': -Infinity };
const WELL_KNOWN = new Map();
const BY_NAME = new Map();
for (const name of Object.getOwnPropertyNames(Symbol)) {
  if (typeof Symbol[name] !== 'symbol') continue;
  WELL_KNOWN.set(Symbol[name], name);
  BY_NAME.set(name, Symbol[name]);
}

module.exports = { Gone, Refusal, makeMembrane };
