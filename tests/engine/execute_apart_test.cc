// Suites that a judge runs from outside the submission's jail, in real jails: what crosses, what
// does not, and what an ending costs.
#include <set>

#include <sched.h>

#include "runners/node_judge.h"
#include "tests/engine/apart_row.h"

namespace grader::engine {
namespace {

using ::testing::ElementsAreArray;

using Row = ApartRow;

class ApartTest : public ::testing::TestWithParam<Row> {};

TEST_P(ApartTest, ComesOutAsItMust) {
  const Row& row = GetParam();
  EXPECT_THAT(told(run(row), row.files), ElementsAreArray(row.lines));
}

const std::vector<Row> kValues = {
    {"PlainValues",
     "node",
     "jest",
     {{"values.js", R"(
exports.all = [undefined, null, true, 1.5, NaN, -0, 0, Infinity, -Infinity, 'a\ud800b', 12n, Symbol.iterator,
  Symbol.for('x')];
exports.same = (...values) => values;
exports.date = () => new Date(5);
exports.pattern = () => /a+/gi;
exports.map = () => new Map([['a', { b: 1 }], [{ k: 1 }, new Set([1, 2])]]);
exports.bytes = () => [new Uint8Array([1, 2]), Buffer.from('hi'), new Float64Array([1.5]), new ArrayBuffer(2)];
exports.holes = () => [1, , 3];
exports.bare = () => Object.assign(Object.create(null), { a: 1 });
exports.frozen = () => Object.freeze({ a: [1] });
exports.hidden = () => Object.defineProperty({ a: 1 }, 'b', { value: 2, enumerable: false });
exports.proto = () => JSON.parse('{"__proto__": {"x": 1}}');
)"}},
     {{"values.test.js", R"(
const v = require('./values');
test('primitives', () => expect(v.all).toStrictEqual([undefined, null, true, 1.5, NaN, -0, 0, Infinity,
  -Infinity, 'a\ud800b', 12n, Symbol.iterator, Symbol.for('x')]));
test('there and back', () => expect(v.same(undefined, -0, 'ü', 9n, [NaN])).toStrictEqual([undefined, -0, 'ü', 9n, [NaN]]));
test('dates', () => expect(v.date()).toStrictEqual(new Date(5)));
test('patterns', () => expect(v.pattern()).toEqual(/a+/gi));
test('maps and sets', () => expect(v.map()).toStrictEqual(new Map([['a', { b: 1 }], [{ k: 1 }, new Set([1, 2])]])));
test('bytes', () => expect(v.bytes()).toEqual([new Uint8Array([1, 2]), Buffer.from('hi'), new Float64Array([1.5]),
  new ArrayBuffer(2)]));
test('holes', () => { expect(v.holes()).toStrictEqual([1, , 3]); expect(1 in v.holes()).toBe(false); });
test('no prototype', () => expect(Object.getPrototypeOf(v.bare())).toBe(null));
test('frozen', () => expect(Object.isFrozen(v.frozen())).toBe(true));
test('not enumerable', () => { expect(Object.keys(v.hidden())).toEqual(['a']); expect(v.hidden().b).toBe(2); });
test('a field that is called __proto__', () => expect(({}).x).toBe(undefined));
)"}},
     {"values.test.js"},
     {"primitives: passed", "there and back: passed", "dates: passed", "patterns: passed",
      "maps and sets: passed", "bytes: passed", "holes: passed", "no prototype: passed",
      "frozen: passed", "not enumerable: passed", "a field that is called __proto__: passed"}},
    {"SharedAndCyclic",
     "node",
     "jest",
     {{"graph.js", R"(
exports.cycle = () => { const a = { name: 'a' }; a.self = a; return a; };
exports.shared = () => { const x = [1]; return [x, x]; };
exports.first = (list) => list[0];
exports.sortInPlace = (list) => list.sort((a, b) => a - b);
exports.addTo = (object) => { object.more = [object]; delete object.less; };
exports.deep = (depth) => { let list = null; for (let i = 0; i < depth; i += 1) list = { next: list }; return list; };
const kept = [];
exports.keep = (object) => kept.push(object);
exports.kept = () => kept;
exports.change = () => kept[0].push('changed');
)"}},
     {{"graph.test.js", R"(
const g = require('./graph');
test('a cycle', () => { const a = g.cycle(); expect(a.self).toBe(a); expect(a.self.self.name).toBe('a'); });
test('one list twice', () => { const [a, b] = g.shared(); expect(a).toBe(b); });
test('gives back what it got', () => { const one = { a: 1 }; expect(g.first([one])).toBe(one); });
test('sorts in place', () => { const list = [3, 1, 2]; expect(g.sortInPlace(list)).toBe(list);
  expect(list).toEqual([1, 2, 3]); });
test('changes an argument', () => { const o = { less: 1 }; g.addTo(o); expect(o.more[0]).toBe(o);
  expect('less' in o).toBe(false); });
test('is deep', () => { let n = 0; for (let at = g.deep(5000); at; at = at.next) n += 1; expect(n).toBe(5000); });
test('what is kept stays the same', () => { const list = []; g.keep(list); list.push('mine');
  expect(g.kept()[0]).toBe(list); expect(g.kept()[0]).toEqual(['mine']); g.change();
  expect(list).toEqual(['mine', 'changed']); });
)"}},
     {"graph.test.js"},
     {"a cycle: passed", "one list twice: passed", "gives back what it got: passed",
      "sorts in place: passed", "changes an argument: passed", "is deep: passed",
      "what is kept stays the same: passed"}},
    {"ClassesAndErrors",
     "node",
     "jest",
     {{"cart.js", R"(
class TooMuch extends RangeError { constructor(n) { super(`too much: ${n}`); this.n = n; } }
class Cart {
  #total = 0;
  static empty() { return new Cart(); }
  constructor(...items) { this.items = items; }
  get total() { return this.#total; }
  set total(value) { throw new TypeError('total is counted'); }
  add(price) { if (price > 100) throw new TooMuch(price); this.items.push(price); this.#total += price; return this; }
  *[Symbol.iterator]() { yield* this.items; }
  toString() { return `Cart(${this.items})`; }
}
class Big extends Cart { get size() { return 'big'; } }
module.exports = { Cart, Big, TooMuch, counter: () => { let n = 0; return () => (n += 1); },
  numbers: function* (n) { for (let i = 0; i < n; i += 1) yield i; }, thrower: () => { throw 'text'; } };
)"}},
     {{"cart.test.js", R"(
const { Cart, Big, TooMuch, counter, numbers, thrower } = require('./cart');
test('fields and methods', () => { const c = new Cart(); c.add(1).add(2); expect(c.items).toEqual([1, 2]);
  expect(c.total).toBe(3); expect(`${c}`).toBe('Cart(1,2)'); expect([...c]).toEqual([1, 2]); });
test('instance of', () => { const b = new Big(); expect(b).toBeInstanceOf(Cart); expect(b instanceof Big).toBe(true);
  expect(new Cart()).not.toBeInstanceOf(Big); expect(b.size).toBe('big'); expect(Cart.empty()).toBeInstanceOf(Cart); });
test('equality', () => { expect(new Cart(1)).toEqual(new Cart(1)); expect(new Cart(1)).toEqual({ items: [1] });
  expect(new Cart(1)).not.toStrictEqual({ items: [1] }); expect(new Cart(1)).not.toEqual(new Cart(2)); });
test('a field that is set', () => { const c = new Cart(); c.items = [5]; expect([...c]).toEqual([5]);
  expect(() => { 'use strict'; c.total = 1; }).toThrow('total is counted'); });
test('errors by class', () => { const f = () => new Cart().add(101); expect(f).toThrow(TooMuch); expect(f).toThrow(RangeError);
  expect(f).toThrow('too much: 101'); expect(f).not.toThrow(TypeError);
  try { f(); } catch (e) { expect(e.n).toBe(101); expect(e.constructor).toBe(TooMuch); } });
test('anything can be thrown', () => { try { thrower(); } catch (e) { expect(e).toBe('text'); } });
test('a function that is given back', () => { const next = counter(); next(); expect(next()).toBe(2); });
test('a generator', () => { expect([...numbers(3)]).toEqual([0, 1, 2]); const n = numbers(2); n.next();
  expect(n.next()).toEqual({ value: 1, done: false }); expect(n.next().done).toBe(true); });
test('an error says where', () => { new Cart().add(101); });
)"}},
     {"cart.test.js"},
     {"fields and methods: passed", "instance of: passed", "equality: passed",
      "a field that is set: passed", "errors by class: passed", "anything can be thrown: passed",
      "a function that is given back: passed", "a generator: passed",
      "an error says where: failed: RangeError: too much: 101"}},
    {"CallsBackAndPromises",
     "node",
     "jest",
     {{"later.js", R"(
exports.each = (list, fn) => list.forEach((one, i) => fn(one, i));
exports.map = (list, fn) => list.map((one) => fn(one));
exports.call = (fn, ...args) => { try { return fn(...args); } catch (e) { return `caught ${e.message}`; } };
exports.through = (fn) => fn();
exports.wait = async (ms, value) => { await new Promise((r) => setTimeout(r, ms)); return value; };
exports.fails = async () => { throw new TypeError('later'); };
exports.chain = (p) => p.then((x) => x + 1);
exports.hello = (cb) => { setTimeout(() => cb(null, 'hello'), 5); };
exports.steps = async (fn) => { await null; fn('one'); await null; fn('two'); };
exports.late = (cb) => setTimeout(cb, 1000);
exports.shuffled = () => [Math.random(), Date.now(), new Date().getTime()];
exports.log = (...args) => console.log(...args);
exports.greet = () => fetch('http://x').then((r) => r.json());
)"}},
     {{"later.test.js", R"(
const l = require('./later');
test('mocks', () => { const f = jest.fn(); l.each(['a', { b: 1 }], f); expect(f.mock.calls).toEqual([['a', 0], [{ b: 1 }, 1]]); });
test('what a callback gives back', () => expect(l.map([1, 2], (x) => ({ x }))).toEqual([{ x: 1 }, { x: 2 }]));
test('functions of the language', () => expect(l.map(['1', '2'], Number)).toEqual([1, 2]));
test('a callback that throws', () => { expect(l.call(() => { throw new Error('mine'); })).toBe('caught mine');
  const own = new Error('own'); try { l.through(() => { throw own; }); } catch (e) { expect(e).toBe(own); } });
test('a promise', async () => { expect(await l.wait(5, [1])).toEqual([1]); await expect(l.fails()).rejects.toThrow(TypeError); });
test('a promise of the tests', async () => expect(await l.chain(Promise.resolve(1))).toBe(2));
test('done', (done) => l.hello((e, x) => { expect(x).toBe('hello'); done(); }));
test('in its order', async () => { const seen = []; const p = l.steps((x) => seen.push(x)); seen.push('sync'); await p;
  expect(seen).toEqual(['sync', 'one', 'two']); });
test('fake timers', () => { jest.useFakeTimers(); const f = jest.fn(); l.late(f); jest.advanceTimersByTime(999);
  expect(f).not.toHaveBeenCalled(); jest.advanceTimersByTime(1); expect(f).toHaveBeenCalled();
  jest.setSystemTime(77); jest.spyOn(Math, 'random').mockReturnValue(0.5); expect(l.shuffled()).toEqual([0.5, 77, 77]);
  jest.useRealTimers(); jest.restoreAllMocks(); expect(l.shuffled()[1]).toBeGreaterThan(1e12); });
test('what is printed', () => { const spy = jest.spyOn(console, 'log').mockImplementation(() => {}); l.log('a', { b: 1 });
  expect(spy).toHaveBeenCalledWith('a', { b: 1 }); spy.mockRestore(); });
test('fetch', async () => { global.fetch = jest.fn(() => Promise.resolve({ json: () => Promise.resolve({ a: 1 }) }));
  expect(await l.greet()).toEqual({ a: 1 }); expect(fetch).toHaveBeenCalledWith('http://x'); });
test('a spy on the module', () => { const spy = jest.spyOn(l, 'map').mockReturnValue('spied'); expect(l.map()).toBe('spied');
  spy.mockRestore(); expect(l.map([1], (x) => x)).toEqual([1]); });
)"}},
     {"later.test.js"},
     {"mocks: passed", "what a callback gives back: passed", "functions of the language: passed",
      "a callback that throws: passed", "a promise: passed", "a promise of the tests: passed",
      "done: passed", "in its order: passed", "fake timers: passed", "what is printed: passed",
      "fetch: passed", "a spy on the module: passed"}},
    {"WhatIsAddedToBuiltInObjects",
     "node",
     "jest",
     {{"adds.js", R"(
module.exports = () => {
  [].__proto__.join2 = function (separator = ',') {
    let text = '';
    for (let i = 0; i < this.length; i += 1) text += (i > 0 ? separator : '') + this[i];
    return text;
  };
  Array.prototype.reduce2 = function (fn, given) {
    for (let i = 0; i < this.length; i += 1) given = fn(given, this[i], i, this);
    return given;
  };
  Array.prototype.drop = function () { this.pop(); };
  String.prototype.shout = function () { 'use strict'; return typeof this + this.toUpperCase(); };
  Promise.first = (all) => all[0];
  Array.prototype.toReversed = () => 'theirs';
  Array.prototype.quiet = () => 'theirs';
  Array.prototype.calls = () => 'theirs';
};
)"}},
     {{"adds.test.js", R"(
const add = require('./adds');
const source = [0, 1, 2, 3];
test('before', () => expect([].join2).toBe(undefined));
test('is there', () => { add(); expect([].join2).toBeInstanceOf(Function); });
test('its text', () => { expect([].join2.toString().includes('.join(')).toBe(false);
  expect([].join2.toString()).toContain("text = ''"); expect(`${add}`).toMatch(/^\(\) => \{/); });
test('works', () => { expect(source.join2()).toBe('0,1,2,3'); expect([null, 1].join2('-')).toBe('null-1'); });
test('of whom', () => expect(source.reduce2((sum, x, i, all) => sum + (all === source ? x : 9), 0)).toBe(6));
test('changes', () => { const list = [1, 2]; list.drop(); expect(list).toEqual([1]); });
test('texts', () => expect('a'.shout()).toBe('stringA'));
test('classes', () => expect(Promise.first([5, 6])).toBe(5));
test('what is there stays', () => expect([1, 2].toReversed()).toEqual([2, 1]));
test('only what the tests say', () => { const name = 'qui' + 'et'; expect([][name]).toBe(undefined); });
test('nothing of frameworks', () => expect([].calls).toBe(undefined));
test('none of it is seen', () => { const seen = []; for (const key in [1]) seen.push(key); expect(seen).toEqual(['0']); });
)"}},
     {"adds.test.js"},
     {"before: passed", "is there: passed", "its text: passed", "works: passed", "of whom: passed",
      "changes: passed", "texts: passed", "classes: passed", "what is there stays: passed",
      "only what the tests say: passed", "nothing of frameworks: passed",
      "none of it is seen: passed"}},
    {"WhatIsAddedInOtherWays",
     "node",
     "jest",
     {{"ways.js", R"(
Object.defineProperty(Math, 'clamp', { value: (n, low, high) => Math.min(Math.max(n, low), high) });
Object.assign(Number, { half: (n) => n / 2 });
Array.range ??= (n) => [...Array(n).keys()];
)"}},
     {{"ways.test.js", R"(
require('./ways');
test('is defined', () => expect(Math.clamp(12, 0, 10)).toBe(10));
test('is assigned', () => { const { half } = Number; expect(half(6)).toBe(3); });
test('is there if nothing is', () => { const name = 'range'; expect(Array[name](3)).toEqual([0, 1, 2]); });
)"}},
     {"ways.test.js"},
     {"is defined: passed", "is assigned: passed", "is there if nothing is: passed"}},
    {"CallsWithinCallsAndHooksThatReturn",
     "node",
     "jest",
     {{"odd.js", R"(
exports.memoize = (fn) => { const known = new Map();
  return (n) => { if (!known.has(n)) known.set(n, fn(n)); return known.get(n); }; };
exports.fix = (f) => ((x) => x(x))((x) => f((y) => x(x)(y)));
exports.link = () => new URL('https://example.org/a?b=1');
exports.query = () => new URLSearchParams('a=1&b=2');
exports.isLink = (value) => value === URL;
)"}},
     {{"odd.test.js", R"(
const odd = require('./odd');
beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());
test('what a hook returns is no mistake', () => expect(jest.getTimerCount()).toBe(0));
test('what a test returns is one', () => 1);
test('memoize', () => { const fib = odd.memoize((n) => (n < 2 ? n : fib(n - 1) + fib(n - 2)));
  expect(fib(400)).toBeGreaterThan(1e80); });
test('a fixed point', () => expect(odd.fix((f) => (n) => (n < 1 ? 0 : 1 + f(n - 1)))(150)).toBe(150));
test('an endless one', () => expect(() => odd.fix((f) => (n) => 1 + f(n))(0)).toThrow(RangeError));
test('addresses', () => { expect(odd.link()).toBeInstanceOf(URL); expect(odd.link().hostname).toBe('example.org');
  expect(odd.link()).toEqual(new URL('https://example.org/a?b=1'));
  expect(odd.link()).not.toEqual(new URL('https://example.org/a?b=2'));
  expect(odd.link().searchParams.get('b')).toBe('1'); expect(`${odd.link()}`).toBe('https://example.org/a?b=1');
  expect([...odd.query()]).toEqual([['a', '1'], ['b', '2']]); expect(odd.query()).toBeInstanceOf(URLSearchParams);
  expect(odd.isLink(URL)).toBe(true); });
)"}},
     {"odd.test.js"},
     {"what a hook returns is no mistake: passed",
      "what a test returns is one: failed: a test can only return a promise or nothing, it "
      "returned 1",
      "memoize: passed", "a fixed point: passed", "an endless one: passed", "addresses: passed"}},
    {"AssertionsWithin",
     "node",
     "jest",
     {{"calls.js",
       "exports.swallows = (f) => { try { f(1); } catch (e) { exports.said = `${e.message} "
       "${e.stack}`; } };\n"
       "exports.throws = (f) => f(1);\n"
       "exports.later = async (f) => { try { await f(1); } catch { /* Nobody hears. */ } };\n"
       "exports.duck = () => { throw Object.create({ get name() { return 'E'; }, get stack() { "
       "return ''; },\n"
       "  get message() { this.n = (this.n ?? 0) + 1; return this.n === 1 ? 'wrong' : 'right'; } "
       "}); };\n"}},
     {{"calls.test.js", R"(
const c = require('./calls');
test('is swallowed', () => { c.swallows((x) => expect(x).toBe(42)); });
test('says nothing', () => expect(c.said).toBe('an assertion failed '));
test('is thrown', () => c.throws((x) => expect(x).toBe(2)));
test('is caught', () => expect(() => c.throws((x) => expect(x).toBe(2))).toThrow());
test('is swallowed later', async () => { await c.later(async (x) => { expect(x).toBe(2); }); });
test('stays as it was', () => expect(c.duck).toThrow('right'));
)"}},
     {"calls.test.js"},
     {"is swallowed: failed: expect(received).toBe(expected) // Object.is equality",
      "says nothing: passed",
      "is thrown: failed: expect(received).toBe(expected) // Object.is equality",
      "is caught: passed",
      "is swallowed later: failed: expect(received).toBe(expected) // Object.is equality",
      "stays as it was: failed: expect(received).toThrow(expected)"}},
};

INSTANTIATE_TEST_SUITE_P(Values, ApartTest, ::testing::ValuesIn(kValues),
                         [](const auto& row) { return row.param.name; });

const std::vector<Row> kEndings = {
    {"EndsInOneTest",
     "node",
     "jest",
     {{"sum.js", "exports.sum = (a, b) => { if (a === 2) process.exit(0); return a + b; };\n"}},
     {{"sum.test.js",
       "const { sum } = require('./sum');\n"
       "test('one', () => expect(sum(1, 1)).toBe(2));\n"
       "test('two', () => expect(sum(2, 2)).toBe(4));\n"
       "test('two throws', () => expect(() => sum(2, 2)).toThrow());\n"
       "test('three', () => expect(sum(3, 3)).toBe(6));\n"}},
     {"sum.test.js"},
     {"one: passed", "two: exited_early", "two throws: exited_early", "three: passed"}},
    {"HangsInOneTest",
     "node",
     "jest",
     {{"sum.js", "exports.sum = (a, b) => { while (a === 2); return a + b; };\n"}},
     {{"sum.test.js",
       "const { sum } = require('./sum');\n"
       "test('two', () => expect(sum(2, 2)).toBe(4));\n"
       "test('three', () => expect(sum(3, 3)).toBe(6));\n"}},
     {"sum.test.js"},
     {"two: timeout_cpu", "three: passed"},
     std::chrono::milliseconds(4'000)},
    {"AsksVeryOften",
     "node",
     "jest",
     {{"sum.js", "let n = 0;\nexports.next = () => (n += 1);\n"}},
     {{"sum.test.js",
       "const { next } = require('./sum');\n"
       "const rest = () => new Promise((resolve) => { setImmediate(resolve); });\n"
       "test('often', async () => { const end = Date.now() + 60; let n;\n"
       "  while (Date.now() < end) { for (let i = 0; i < 100; i += 1) n = next(); await rest(); }\n"
       "  expect(n).toBeGreaterThan(99); }, 50);\n"
       "test('seldom', () => new Promise((resolve) => { setTimeout(resolve, 90, next()); }), "
       "50);\n"}},
     {"sum.test.js"},
     {"often: passed", "seldom: timeout_wall"}},
    {"EndsWhileItIsLoaded",
     "node",
     "jest",
     {{"sum.js", "process.exit(0);\n"}},
     {{"sum.test.js",
       "const { sum } = require('./sum');\ntest('one', () => expect(1).toBe(1));\n"}},
     {"sum.test.js"},
     {"sum.test.js ended: exited_early"}},
    {"CannotBeRead",
     "node",
     "jest",
     {{"sum.js", "exports.sum = (a, b => a + b;\n"}},
     {{"sum.test.js",
       "const { sum } = require('./sum');\ntest('one', () => expect(1).toBe(1));\n"}},
     {"sum.test.js"},
     {"sum.test.js: Unexpected token ';' (sum.js:1)"}},
    {"LacksItsLastBrace",
     "node",
     "jest",
     {{"sum.js", "exports.sum = (a, b) => {\n  return a + b;\n"}},
     {{"sum.test.js",
       "const { sum } = require('./sum');\ntest('one', () => expect(1).toBe(1));\n"}},
     {"sum.test.js"},
     {"sum.test.js: Unexpected end of input (sum.js:3)"}},
    {"IsDeclaredTwice",
     "node",
     "jest",
     {{"sum.js", "function sum() {}\nfunction sum() {}\nmodule.exports = { sum };\n"}},
     {{"sum.test.js",
       "const { sum } = require('./sum');\ntest('one', () => expect(sum()).toBe(undefined));\n"}},
     {"sum.test.js"},
     {"sum.test.js: Identifier 'sum' has already been declared (sum.js:2)"}},
    {"IsNotThere",
     "node",
     "jest",
     {},
     {{"sum.test.js",
       "const { sum } = require('./sum');\ntest('one', () => expect(1).toBe(1));\n"}},
     {"sum.test.js"},
     {"sum.test.js: Cannot find module './sum' (sum.test.js:0)"}},
    {"SpeaksOnThePipe",
     "node",
     "jest",
     {{"sum.js",
       "const fs = require('fs');\n"
       "exports.sum = () => { fs.writeSync(3, Buffer.from('\\0\\0\\0\\x02{}')); return 3; };\n"}},
     {{"sum.test.js",
       "const { sum } = require('./sum');\ntest('one', () => expect(sum(1, 2)).toBe(3));\n"}},
     {"sum.test.js"},
     {"sum.test.js: tampered: a message has another shape"}},
    {"TooMuchMemory",
     "node",
     "jest",
     {{"sum.js",
       "exports.sum = () => { const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1)); "
       "};\n"}},
     {{"sum.test.js",
       "const { sum } = require('./sum');\ntest('one', () => expect(sum(1, 2)).toBe(3));\n"
       "test('two', () => expect(1).toBe(1));\n"}},
     {"sum.test.js"},
     {"one: memory_limit", "two: passed"}},
};

INSTANTIATE_TEST_SUITE_P(Endings, ApartTest, ::testing::ValuesIn(kEndings),
                         [](const auto& row) { return row.param.name; });

Row refused(const std::string& name, const std::string& test, const std::string& why,
            const std::string& code = "exports.sum = (a, b) => a + b;\n") {
  return {name,
          "node",
          "jest",
          {{"sum.js", code}},
          {{"sum.test.js", test}},
          {"sum.test.js"},
          {"sum.test.js together: " + why}};
}

const std::vector<Row> kRefusals = {
    refused("MocksOfModules",
            "jest.mock('./sum');\nconst { sum } = require('./sum');\n"
            "test('one', () => expect(sum).toBeDefined());\n",
            "jest.mock"),
    refused("OtherProcesses",
            "const { execSync } = require('child_process');\ntest('one', () => {});\n",
            "the tests use child_process"),
    refused("UnknownPackages", "const React = require('react');\ntest('one', () => {});\n",
            "the tests use the package react"),
    refused("Pages", "/** @jest-environment jsdom */\ntest('one', () => document.title);\n",
            "the tests use a page"),
    refused("FilesOfTheSubmission",
            "const fs = require('fs');\n"
            "test('one', () => expect(fs.readFileSync(__dirname + '/sum.js', "
            "'utf8')).toMatch('sum'));\n",
            "the tests look at files of the submission"),
    {"WhatOnlyTheFrameworkReads",
     "node",
     "jest",
     {{"sum.js", "exports.sum = (a, b) => a + b;\n"}},
     {{"sum.test.js",
       "const { sum } = require('./sum');\n"
       "@given class Own {}\nfunction given(of) { return of; }\n"
       "test('one', () => expect(sum(1, 2)).toBe(3));\n"}},
     {"sum.test.js"},
     {"sum.test.js together: the tests are written as only their framework reads them"}},
    {"WhatViteSaysOfAModule",
     "node-vitest",
     "vitest",
     {{"sum.js", "export const sum = (a, b) => a + b;\n"}},
     {{"sum.test.js",
       "import { expect, test } from 'vitest';\nimport { sum } from './sum.js';\n"
       "test('one', () => { expect(import.meta.env.MODE).toBe('test'); expect(sum(1, 2)).toBe(3); "
       "});\n"},
      {"package.json", R"({"type": "module"})"}},
     {"sum.test.js"},
     {"sum.test.js together: the tests use import.meta.env"}},
    refused("ReplacedParts",
            "const path = require('path');\ntest('one', () => { path.join = () => 'x'; });\n",
            "the tests replace something in path"),
    {"HelpersOfTheTests",
     "node-mocha",
     "mocha",
     {{"sum.js", "exports.sum = (a, b) => a + b;\n"},
      {"help/optional.js", "module.exports = (name, fn) => { it(name, fn); };\n"}},
     {{"sum.test.js",
       "const assert = require('assert');\nconst { sum } = require('./sum');\n"
       "it.optional = require('./help/optional');\n"
       "it.optional('one', () => assert.equal(sum(1, 2), 3));\n"},
      {"help/optional.js", "module.exports = (name, fn) => { it(name, fn); };\n"}},
     {"sum.test.js"},
     {"sum.test.js together: a helper of the tests uses the test framework"}},
    {"NamesOfPackages",
     "node",
     "jest",
     {{"sum.js", "exports.sum = (a, b) => a + b;\n"}},
     {{"sum.test.js",
       "const style = require('./style.css');\n"
       "test('one', () => expect(style.wide).toBe('wide'));\n"},
      {"package.json", R"({"jest": {"moduleNameMapper": {"\\.css$": "identity-obj-proxy"}}})"}},
     {"sum.test.js"},
     {"sum.test.js together: the configuration says what ./style.css is"}},
    refused("ClassesThatExtend",
            "const { Base } = require('./sum');\n"
            "test('one', () => { class Own extends Base {} expect(new Own()).toBeDefined(); });\n",
            "a class extends one of the other side", "exports.Base = class {};\n"),
};

// What is the submission's doing alone is not judged in one jail.
Row unjudged(const std::string& name, const std::string& code, const std::string& why) {
  Row row =
      refused(name,
              "const { sum } = require('./sum');\n"
              "test('one', () => { const given = sum((x) => x, {}); Object.freeze(given); });\n",
              "", code);
  row.lines = {"sum.test.js unjudged: " + why};
  return row;
}

const std::vector<Row> kUnjudged = {
    unjudged("ASpreadOfNothing", "exports.sum = () => new Array(1e9);\n",
             "a value is too large to cross"),
    unjudged("TooMuchAtOnce", "exports.sum = () => 'x'.repeat(9e6);\n",
             "a value is too large to cross"),
    unjudged("TooMuchInAll",
             "exports.sum = (f) => { for (let i = 0; i < 20; i += 1) f('x'.repeat(4e6)); };\n",
             "a value is too large to cross"),
    unjudged("TooManyObjects",
             "exports.sum = (f) => { for (let i = 0; i < 3; i += 1) {\n"
             "  f(Array.from({ length: 70_000 }, () => [])); } };\n",
             "too many objects cross"),
    unjudged("AHandleIsFrozen", "exports.sum = () => ({ get a() { return 1; } });\n",
             "an object is frozen on the other side"),
    unjudged(
        "AnObjectBecomesAnother",
        "exports.sum = (f, o) => { Object.defineProperty(o, 'a', { get: () => 1 }); f(1); };\n",
        "an object became another kind"),
    unjudged("AClassOfTheirsExtends",
             "exports.sum = (f) => { class Own extends f {} new Own(); };\n",
             "a class extends one of the other side"),
    unjudged("AddsToWhatAllObjectsHave",
             "Object.prototype.freeze = () => 1;\nexports.sum = () => ({});\n",
             "the submission adds to Object.prototype what the tests use"),
    unjudged("WordsThatAreNoText",
             "exports.sum = () => { throw { message: { includes: () => true } }; };\n",
             "the message of what is thrown is no text"),
};

INSTANTIATE_TEST_SUITE_P(Unjudged, ApartTest, ::testing::ValuesIn(kUnjudged),
                         [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Refusals, ApartTest, ::testing::ValuesIn(kRefusals),
                         [](const auto& row) { return row.param.name; });

constexpr const char* kTypedSum =
    "export enum Unit { One = 1 }\nexport const sum = (a: number): number => a + Unit.One;\n";
constexpr const char* kTypedTest =
    "import { sum, Unit } from './sum';\n"
    "it('one', () => { const two: number = sum(Unit.One); expect(two).toBe(2); });\n";

const std::vector<Row> kFrameworks = {
    {"EsModulesAsBabelHasThem",
     "node",
     "jest",
     {{"sum.js",
       "import { one } from './one';\nexport const sum = (a) => a + one;\nexport default class Sum "
       "{}\n"},
      {"one.js", "export const one = 1;\n"},
      {"package.json", "{}"}},
     {{"sum.test.js",
       "import Sum, { sum } from './sum';\nimport * as all from './sum';\n"
       "test('one', () => expect(sum(1)).toBe(2));\n"
       "test('default', () => expect(new Sum()).toBeInstanceOf(all.default));\n"},
      {"package.json",
       R"({"devDependencies": {"jest": "^30.0.0"}, "babel": {"presets": ["@babel/preset-env"]}})"}},
     {"sum.test.js"},
     {"one: passed", "default: passed"}},
    {"OtherNamesForModules",
     "node",
     "jest",
     {{"src/sum.js",
       "import { one } from '@/one';\nexport const sum = (a) => a + one;\n"
       "export const lost = () => require('@/lost');\n"},
      {"src/one.js", "export const one = 1;\n"}},
     {{"src/sum.test.js",
       "import { sum, lost } from './sum.js';\nimport { one } from '@/one.js';\n"
       "test('one', () => expect(sum(one)).toBe(2));\n"
       "test('lost', () => expect(lost).toThrow());\n"},
      {"package.json",
       R"({"devDependencies": {"jest": "^30.0.0"}, "babel": {"presets": ["@course/babel-preset-week"]},
           "jest": {"moduleNameMapper": {"^@/(.*)$": ["<rootDir>/lib/$1", "<rootDir>/src/$1"],
                                         "^(\\./.+)\\.js$": "$1"}}})"}},
     {"src/sum.test.js"},
     {"one: passed", "lost: passed"}},
    {"TypeScript",
     "node",
     "jest",
     {{"sum.ts", "export function sum(a: number, b: number): number { return a + b; }\n"}},
     {{"sum.test.ts",
       "import { sum } from './sum';\ntest('one', () => { const x: number = sum(1, 2); "
       "expect(x).toBe(3); });\n"},
      {"package.json",
       R"({"devDependencies": {"jest": "^30.0.0"}, "babel": {"presets": ["@babel/preset-env", "@babel/preset-typescript"]}})"}},
     {"sum.test.ts"},
     {"one: passed"}},
    {"TypeScriptThatIsMoreThanTypes",
     "node",
     "jest",
     {{"sum.ts",
       "enum Unit { One = 1 }\n"
       "export class Sum {\n  constructor(private readonly a: number, public b = Unit.One) {}\n"
       "  public total(): number { return this.a + this.b; }\n}\n"},
      {"package.json", R"({"type": "module"})"}},
     {{"sum.test.ts",
       "import { expect, it } from '@jest/globals';\nimport { Sum } from './sum.ts';\n"
       "it('one', () => { expect(new Sum(2).total()).toBe(3); });\n"},
      {"babel.config.cjs",
       "module.exports = {presets: [[require('@course/babel-preset-typescript'), {}]]};\n"},
      {"package.json", R"({"type": "module", "devDependencies": {"jest": "^30.0.0"}})"}},
     {"sum.test.ts"},
     {"one: passed"}},
    {"TypeScriptThatTsJestCompiles",
     "node",
     "jest",
     {{"sum.ts", kTypedSum}},
     {{"sum.test.ts", kTypedTest},
      {"package.json", R"({"devDependencies": {"jest": "^29.0.0", "ts-jest": "^29.0.0"}})"},
      {"jest.config.js", "module.exports = {preset: 'ts-jest', testEnvironment: 'node'};\n"}},
     {"sum.test.ts"},
     {"one: passed"}},
    {"TypeScriptOfWhichNothingIsSaid",
     "node",
     "jest",
     {{"sum.ts", kTypedSum}},
     {{"sum.test.ts", kTypedTest}},
     {"sum.test.ts"},
     {"one: passed"}},
    {"TheTimeThatARequestTakes",
     "node",
     "jest",
     {{"sum.js",
       "exports.moment = (given, now = Date.now()) => new Date(now);\n"
       "exports.waits = () => { const end = Date.now() + 20; while (Date.now() < end); return "
       "true; };\n"
       "exports.isDate = (x) => x.constructor === Date && new Date().constructor === Date;\n"
       "exports.now = () => Date.now();\n"}},
     {{"sum.test.js",
       "const { moment, waits, isDate, now } = require('./sum');\nconst large = 'x'.repeat(2e6);\n"
       "test('same moment', () => {\n  let same = 0;\n  for (let i = 0; i < 5; i += 1) {\n"
       "    const before = Date.now();\n    moment(large);\n    if (moment(large).getTime() === "
       "before) same += 1;\n  "
       "}\n"
       "  expect(same).toBeGreaterThan(2);\n});\n"
       "test('it never goes back', () => {\n  let last = 0;\n"
       "  for (let i = 0; i < 200; i += 1) {\n    const before = i % 3 ? 0 : Date.now();\n    "
       "const "
       "then = now();\n"
       "    expect(then).toBeGreaterThanOrEqual(Math.max(before, last));\n    last = then;\n"
       "    if (i % 7 === 0) expect(then).toBeLessThanOrEqual(Date.now());\n  }\n});\n"
       "test('it goes on', () => { const before = Date.now(); waits();\n"
       "  expect(Date.now() - before).toBeGreaterThanOrEqual(20); });\n"
       "test('dates', () => expect(isDate(new Date())).toBe(true));\n"
       "test('replaced', () => { jest.spyOn(Date, 'now').mockReturnValue(5); "
       "expect(now()).toBe(5);\n"
       "  jest.restoreAllMocks(); expect(now()).toBeGreaterThan(5); });\n"
       "test('faked', () => { jest.useFakeTimers({ now: 7 }); expect(now()).toBe(7);\n"
       "  jest.useRealTimers(); expect(now()).toBeGreaterThan(7); });\n"}},
     {"sum.test.js"},
     {"same moment: passed", "it never goes back: passed", "it goes on: passed", "dates: passed",
      "replaced: passed", "faked: passed"}},
    // More than the pipe holds, to a side that is in its event loop.
    {"LargeValuesWakeWhoeverWaits",
     "node",
     "jest",
     {{"large.js",
       "exports.size = (text) => text.length;\n"
       "exports.later = (size) => new Promise((done) => setTimeout(() => done('x'.repeat(size)), "
       "50));\n"}},
     {{"large.test.js",
       "const { size, later } = require('./large');\n"
       "test('there', async () => { await new Promise((done) => setTimeout(done, 100));\n"
       "  expect(size('x'.repeat(2e6))).toBe(2e6); });\n"
       "test('back', async () => expect((await later(2e6)).length).toBe(2e6));\n"}},
     {"large.test.js"},
     {"there: passed", "back: passed"}},
    // Whatever the framework loads for its own work, and whenever.
    {"WhatTheFrameworkLoadsLaterIsNotReplaced",
     "node",
     "jest",
     {{"where.js",
       "const { cwd } = process;\nexports.isHere = () => process.cwd === cwd;\n"
       "exports.path = () => process.cwd();\nexports.fails = () => { throw new Error('a'); };\n"}},
     {{"week/where.test.js",
       "const { isHere, fails } = require('../where');\n"
       "test.each([['a', 1]])('each %s', (name, number) => expect(number).toBe(1));\n"
       "test('is said', () => expect(() => expect(fails).toThrow('b')).toThrow('Received "
       "message'));\n"
       "test('is there', () => expect(isHere()).toBe(true));\n"},
      {"week/other.test.js",
       "const { isHere, path, fails } = require('../where');\n"
       "test('is said', () => {\n  jest.spyOn(process, 'cwd').mockReturnValue('/x');\n"
       "  expect(() => expect(fails).toThrow('b')).toThrow('Received message');\n"
       "  expect(path()).toBe('/x');\n  jest.restoreAllMocks();\n  expect(isHere()).toBe(true);\n"
       "});\n"}},
     {"week/where.test.js", "week/other.test.js"},
     {"each a: passed", "is said: passed", "is there: passed", "is said: passed"}},
    {"NamespacesOfTypeScript",
     "node-vitest",
     "vitest",
     {{"sum.ts",
       "namespace Sums {\n  const shut = '}';\n"
       "  export const add = (a: number, b: number) => (shut === '}' ? a + b : 0);\n}\n"
       "export namespace Out.In { export const one = 1; }\n"
       "class Box {}\nnamespace Box { export const two = 2; }\n"
       "export default function sum(a: number) { return Sums.add(a, Out.In.one) + Box.two; }\n"
       "export function stop() { throw new Error('stop'); }\n"}},
     {{"sum.test.ts",
       "import { expect, test } from 'vitest';\nimport sum, { Out, stop } from './sum';\n"
       "namespace Mine { export const six = 6; }\n"
       "test('one', () => { expect(sum(3)).toBe(Mine.six); expect(Out.In.one).toBe(1); });\n"
       "test('where it stops', () => { try { stop(); } catch (e) { "
       "expect(e.stack).toMatch('sum.ts:9:'); } });\n"},
      {"package.json", R"({"devDependencies": {"vitest": "^4.0.0"}})"}},
     {"sum.test.ts"},
     {"one: passed", "where it stops: passed"}},
    {"Mocha",
     "node-mocha",
     "mocha",
     {{"sum.js", "exports.sum = (a, b) => a + b;\nexports.wait = async (x) => x;\n"}},
     {{"sum.test.js",
       "const { expect } = require('chai');\nconst { sum, wait } = require('./sum');\n"
       "describe('sum', function () {\n  this.timeout(3000);\n  before(function () { this.one = 1; "
       "});\n"
       "  it('adds', function () { expect(sum(this.one, 1)).to.equal(2); });\n"
       "  it('is wrong', () => expect(sum(1, 1)).to.equal(3));\n"
       "  it('waits', async () => expect(await wait([1])).to.deep.equal([1]));\n"
       "  it('skips', function () { this.skip(); });\n  it('comes later');\n"
       "  it('skips itself', function () { this.test.skip(); });\n});\n"}},
     {"sum.test.js"},
     {"sum > adds: passed", "sum > is wrong: failed: expected 2 to equal 3", "sum > waits: passed",
      "sum > skips: skipped", "sum > comes later: todo", "sum > skips itself: skipped"}},
    {"MochaAndRejectionsThatNobodyTakes",
     "node-mocha",
     "mocha",
     {{"sum.js", "exports.leave = () => { Promise.reject(new Error('theirs')); };\n"}},
     {{"sum.test.js",
       "const { leave } = require('./sum');\n"
       "const wait = () => new Promise((done) => setTimeout(done, 20));\n"
       "it('ours', async () => { Promise.reject(new Error('no')); await wait(); });\n"
       "it('theirs', async () => { leave(); await wait(); });\n"
       "it('throws', (done) => { setTimeout(() => { throw new Error('late'); }, 1); });\n"}},
     {"sum.test.js"},
     {"ours: passed", "theirs: passed", "throws: failed: late"}},
    {"NodeTest",
     "node",
     "node-test",
     {{"sum.mjs",
       "export const sum = (a, b) => a + b;\nexport class Own extends Error {}\n"
       "export const fail = async () => { throw new Own('no'); };\n"}},
     {{"sum.test.mjs",
       "import test, { describe, it, beforeEach } from 'node:test';\nimport assert from "
       "'node:assert/strict';\n"
       "import { sum, fail, Own } from './sum.mjs';\nlet n = 0;\n"
       "test('adds', () => assert.equal(sum(1, 2), 3));\n"
       "test('is wrong', () => assert.equal(sum(1, 2), 4));\n"
       "describe('group', () => {\n  beforeEach(() => { n += 1; });\n"
       "  it('rejects', async () => { await assert.rejects(fail, Own); assert.equal(n, 1); "
       "});\n});\n"
       "test('within', async (t) => { await t.test('inner', () => assert.equal(sum(1, 1), 3)); "
       "});\n"
       "test('holds', async () => {\n  let m = 0;\n  beforeEach(() => { m += 1; });\n"
       "  await test('adds', () => assert.equal(sum(m, 1), 2));\n"
       "  await it('is wrong', () => assert.equal(sum(1, 1), 4));\n});\n"
       "const given = await Promise.resolve(3);\n"
       "test('waited', () => assert.equal(sum(1, 2), given));\n"
       "test('says import.meta', () => { assert.ok(import.meta.url.endsWith('/sum.test.mjs'));\n"
       "  assert.equal(import.meta.dirname, '/submission');\n"
       "  assert.equal(`${import.meta.resolve('./sum.mjs')}`, 'file:///submission/sum.mjs'); });\n"
       "test('calls', (t) => { const f = t.mock.fn(); [1, 2].forEach(f); "
       "assert.equal(f.mock.callCount(), 2); });\n"
       "test('waits', { todo: true }, () => {});\n"}},
     {"sum.test.mjs"},
     {"adds: passed", "is wrong: failed: Expected values to be strictly equal:",
      "group > rejects: passed", "within: failed: Expected values to be strictly equal:",
      "holds: failed: Expected values to be strictly equal:", "waited: passed",
      "says import.meta: passed", "calls: passed", "waits: todo"}},
    {"NodeTestAndANameThatIsNotExported",
     "node",
     "node-test",
     {{"sum.mjs", "export const sum = (a, b) => a + b;\n"}},
     {{"a.test.mjs",
       "import test from 'node:test';\n"
       "import {\n  sum,\n  times as product, // multiplies\n} from './sum.mjs';\n"
       "test('adds', () => sum(1, 2));\n"},
      {"b.test.mjs",
       "import test from 'node:test';\nimport { sum as plus } from './sum.mjs';\n"
       "/*\nimport { times } from './sum.mjs';\n*/\n"
       "test('adds', () => plus(1, 2));\n"}},
     {"a.test.mjs", "b.test.mjs"},
     {"a.test.mjs: The requested module './sum.mjs' does not provide an export named 'times' "
      "(a.test.mjs:5)",
      "adds: passed"}},
    {"Vitest",
     "node-vitest",
     "vitest",
     {{"src/sum.ts",
       "import { one } from './one';\nexport const sum = (a: number): number => a + one;\n"
       "export const later = (cb: () => void) => setTimeout(cb, 1000);\n"},
      {"src/one.ts", "export const one = 1;\n"}},
     {{"src/sum.test.ts",
       "import { describe, expect, it, vi } from 'vitest';\nimport { sum, later } from './sum';\n"
       "describe('sum', () => {\n  it('adds', () => expect(sum(1)).toBe(2));\n"
       "  it('is wrong', () => { expect(sum(1)).toBe(3); });\n"
       "  it('ticks', () => { vi.useFakeTimers(); const f = vi.fn(); later(f); "
       "vi.advanceTimersByTime(1000);\n"
       "    expect(f).toHaveBeenCalledOnce(); vi.useRealTimers(); });\n"
       "  it.each([[1, 2], [2, 3]])('%i gives %i', (a, b) => expect(sum(a)).toBe(b));\n});\n"},
      {"package.json", R"({"type": "module", "devDependencies": {"vitest": "^4.0.0"}})"}},
     {"src/sum.test.ts"},
     {"sum > adds: passed", "sum > is wrong: failed: expected 2 to be 3 // Object.is equality",
      "sum > ticks: passed", "sum > 1 gives 2: passed", "sum > 2 gives 3: passed"}},
};

INSTANTIATE_TEST_SUITE_P(Frameworks, ApartTest, ::testing::ValuesIn(kFrameworks),
                         [](const auto& row) { return row.param.name; });

Row two_files(const std::string& code) {
  Row row{"", "node", "jest", {{"sum.js", code}}, {}, {"a.test.js", "b.test.js"}, {}};
  for (const char* name : {"a", "b"}) {
    row.laid[std::string(name) + ".test.js"] = "const s = require('./sum');\ntest('" +
                                               std::string(name) +
                                               "', () => expect(s.next()).toBe(1));\n";
  }
  return row;
}

TEST(ApartFilesTest, EachFileHasModulesOfItsOwn) {
  const Row row = two_files("let n = 0;\nexports.next = () => (n += 1);\n");
  const RanBatch ran = run(row);
  EXPECT_THAT(told(ran, row.files), ElementsAreArray({"a: passed", "b: passed"}));
  EXPECT_EQ(ran.jails, 1);
}

TEST(ApartFilesTest, WhatIsLeftBehindIsNotThereForTheNextFile) {
  const Row row =
      two_files("exports.next = () => (Array.prototype.n = (Array.prototype.n ?? 0) + 1);\n");
  const RanBatch ran = run(row);
  EXPECT_THAT(told(ran, row.files), ElementsAreArray({"a: passed", "b: passed"}));
  EXPECT_EQ(ran.jails, 2);
}

TEST(ApartFilesTest, JudgesAndTheirSubmissionsShareAProcessor) {
  Row row = two_files("exports.next = () => require('os').availableParallelism();\n");
  cpu_set_t ours;
  ASSERT_EQ(::sched_getaffinity(0, sizeof ours, &ours), 0);
  int first = 0;
  while (!CPU_ISSET(static_cast<std::size_t>(first), &ours)) ++first;
  Judges judges(make_launcher(1, true), 1, {first});
  EXPECT_THAT(told(run(row, judges), row.files), ElementsAreArray({"a: passed", "b: passed"}));
}

// A submission that keeps its processor busy must not hold up another one while there are more.
TEST(ApartFilesTest, JudgesThatAreTakenShareNoProcessor) {
  const auto environment = runners::find_environment(real_places(), "node");
  ASSERT_TRUE(environment);
  const runners::TwoJails how = runners::node_jails("jest");
  Judges judges(make_launcher(3, true), 3, {0, 1});
  const auto take = [&](const std::string& framework) {
    return *judges.take(*environment, framework, how);
  };
  auto first = take("a"), second = take("a");
  EXPECT_NE(first->processor(), second->processor());
  const int lonely = first->processor();
  judges.give_back(*environment, "a", std::move(second));
  judges.give_back(*environment, "a", std::move(first));
  const auto other = take("b");
  const auto beside = take("a");
  EXPECT_NE(other->processor(), beside->processor());
  const auto last = take("a");
  EXPECT_EQ((std::set<int>{lonely, 1 - lonely}),
            (std::set<int>{beside->processor(), last->processor()}));
}

// What a judge did before makes no difference.
TEST(ApartFilesTest, AWarmJudgeGivesWhatAFreshOneGives) {
  for (const Row& row : kValues) {
    Judges fresh(make_launcher(1, true), 1);
    EXPECT_EQ(told(run(row), row.files), told(run(row, fresh), row.files)) << row.name;
  }
}

}  // namespace
}  // namespace grader::engine
