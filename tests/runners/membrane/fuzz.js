'use strict';
// Random frames, for so many milliseconds: whatever comes, the judge gets a value, a throw of theirs or
// an end, nothing of its realm changes, and it does not run away.
// Usage: fuzz.js MILLISECONDS [SEED]

const { outcome, peer } = require('./peer.js');
const { takeRealm } = require(`${process.env.MEMBRANE ?? '/harness/membrane'}/realm.js`);

const [time, given] = process.argv.slice(2).map(Number);
const seed = given || (Date.now() & 0x7fffffff);
let state = seed;
// Park and Miller's.
function random(below) {
  state = (state * 48271) % 0x7fffffff;
  return state % below;
}
const one = (list) => list[random(list.length)];

const REFS = ['s1', 's2', 's3', 'j1', 'j2', 'j3', 's0', 'x1', ''];
const KINDS = [...'aocmsdrebxfipyz'];
const NAMES = ['a', 'length', '__proto__', 'constructor', 'then', 'toJSON', 'asymmetricMatch', '$$typeof', 'message', 0];
const WORDS = ['get', 'set', 'has', 'delete', 'keys', 'describe', 'define', 'prototype', 'call', 'new', 'settle',
  'print', 'refuse', 'stray', 'cannot', 'toString', 'rest', 'end'];

function value(depth = 0) {
  switch (random(depth > 3 ? 6 : 11)) {
    case 0: return random(5) - 1;
    case 1: return one(NAMES);
    case 2: return null;
    case 3: return { $: one(REFS) };
    case 4: return { $js: one(['undefined', 'NaN', '-0', 'Infinity', 'no']) };
    case 5: return one([{ $symbol: 'iterator' }, { $symbol: 'toStringTag' }, { $for: 'k' }, { $own: 'Map' }, { $bigint: '7' }]);
    case 6: return Array.from({ length: random(4) }, () => value(depth + 1));
    case 7: return { [one(NAMES)]: value(depth + 1) };
    case 8: return [random(4), random(2), rows(depth)];
    case 9: return [random(4), { $: one(REFS) }, rows(depth)];
    default: return [one(['Error', 'TypeError', 'Uint8Array', 'a+', 'AA==']), value(depth + 1), rows(depth), ''];
  }
}

function rows(depth) {
  return Array.from({ length: random(3) }, () => [one(NAMES), value(depth + 1), random(9)].slice(0, 2 + random(2)));
}

function message(asked) {
  const made = { i: random(20) ? asked?.i ?? 'id1' : one(['id1', 'id2', '']) };
  if (random(3) === 0) {
    Object.assign(made, { i: 'theirs', d: one(WORDS), v: Array.from({ length: random(4) }, () => value(3)) });
  } else {
    made[one(['r', 'r', 'r', 't', 'l', 'x'])] = value(2);
  }
  if (random(2)) made.n = Array.from({ length: random(4) }, (_, i) => [random(9) ? `s${i + 1}` : one(REFS), one(KINDS), value(1)]);
  if (random(3) === 0) made.s = Array.from({ length: random(3) }, () => [one(REFS), value(1)]);
  if (random(6) === 0) made[one(['f', 'h', 'b', 'w', 'q'])] = one([1, [], ['s1'], '{}']);
  const text = JSON.stringify(made);
  if (random(12)) return text;
  const at = random(text.length);
  return text.slice(0, at) + String.fromCharCode(32 + random(96)) + text.slice(at + random(3));
}

class Own {
  get a() { return 1; }
}

// Uses whatever came as a test would.
function use(found) {
  const seen = [];
  for (const look of [() => String(found), () => JSON.stringify(found), () => Object.keys(found), () => found.a,
    () => [...found].slice(0, 3), () => found(new Own(), () => 1, [1], new Map([[1, 2]]))]) {
    try {
      seen.push(look());
    } catch (error) {
      seen.push(error);
    }
  }
  return seen;
}

const before = takeRealm(globalThis);
const names = Object.getOwnPropertyNames(Object.prototype).length;
const end = Date.now() + time;
let runs = 0;
const ends = {};
const OK = /^(?:gave|threw|refused|gone: (?:broken: .+|closed))/;
for (; Date.now() < end; runs += 1) {
  const frames = Array.from({ length: 40 }, () => (last) => message(last));
  const peer_ = peer(frames, { print: () => 1, refuse: () => 1, stray: () => 1, cannot: () => 1 });
  const found = outcome(peer_, () => use(peer_.membrane.ask('require', 'x', 'y')));
  if (!OK.test(found) || before.changed() || Object.getOwnPropertyNames(Object.prototype).length !== names) {
    process.stdout.write(`seed ${seed}, run ${runs}: ${found}\n`);
    process.exit(1);
  }
  const word = found.slice(0, 60);
  ends[word] = (ends[word] ?? 0) + 1;
}
process.stdout.write(`${runs} sessions, nothing odd\n`);
if (process.env.ENDS) process.stdout.write(`${Object.entries(ends).sort((a, b) => b[1] - a[1]).map(([w, n]) => `${n} ${w}`).join('\n')}\n`);
process.exit(0);
