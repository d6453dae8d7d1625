'use strict';
// Frames that a submission could write by hand, and what the judge makes of each.

const { outcome, peer, reply } = require('./peer.js');

const gives = (state, kind = 'o', more = {}) =>
  reply({ r: { $: 's1' }, n: [['s1', kind, state]], ...more });
const deep = (depth) => `{"i":"id1","r":${'['.repeat(depth)}${']'.repeat(depth)}}`;
const wide = (text) => ({ i: 'id1', r: text });
const ANSWER = { r: 1 };
// A function of theirs, which is called with `values`, and what they say then.
const called = (values, ...then) => ({ frames: [gives(['f', 0], 'f'), ...then],
  ask: ({ membrane }) => () => membrane.ask('require', 'x', 'y')(...values) });
const request = (what, ...values) => ({ i: 'theirs1', d: what, v: values });

class Bag {
  #count = 1;
  get count() { return this.#count; }
  get own() { return 1; }
}
const bag = () => Object.defineProperty(new Bag(), 'label', { get: () => 'a', configurable: true });
const mock = Object.assign(() => 1, { calls: [] });

const ROWS = {
  'a plain answer': [reply(ANSWER), 'gave: 1'],
  'an object': [gives([0, 0, [['a', 1]]]), 'gave: { a: 1 }'],
  'several values where one is asked for': [reply({ l: [1] }), 'gone: broken: an answer to another question'],

  'no JSON': ['{"i":', 'gone: broken: a frame is no JSON'],
  'a list': ['[]', 'gone: broken: a frame holds no message'],
  'nothing': ['null', 'gone: broken: a frame holds no message'],
  'a number': ['7', 'gone: broken: a frame holds no message'],
  'no answer': [reply({}), 'gone: broken: a message has another shape'],
  'two answers': [reply({ r: 1, t: 2 }), 'gone: broken: a message has another shape'],
  'a field of nobody': [reply({ r: 1, z: 1 }), 'gone: broken: a message has another shape'],
  'a field of the prototype': ['{"i":"id1","r":1,"__proto__":{"d":"call"}}', 'gone: broken: a message has another shape'],
  'a bell in an answer': [reply({ r: 1, b: 1 }), 'gone: broken: a message has another shape'],
  'a word about nothing': [reply({ r: 1, w: '{}' }), 'gone: broken: a message has another shape'],
  'a long word': [reply({ t: 1, w: 'x'.repeat(70000) }), 'gone: broken: a message has another shape'],
  'an id that is none': [{ i: 7, r: 1 }, 'gone: broken: a message has another shape'],
  'an id of nobody': [{ i: 'guess', r: 1 }, 'gone: broken: an answer to nothing that was asked'],
  'an id of a request': [{ i: 'x'.repeat(65), d: 'call', v: [] }, 'gone: broken: a message has another shape'],
  'a request without values': [{ i: 'a', d: 'call' }, 'gone: broken: a message has another shape'],
  'a deep small frame': [deep(1000), 'gone: broken: this is no value'],
  'a deep large frame': [deep(40000), 'gone: broken: a message is too deep'],
  'brackets in a text': [wide('[{"\\'.repeat(20000)), `gave: ${require('util').inspect('[{"\\'.repeat(20000))}`],

  'a list as a value': [reply({ r: [1] }), 'gone: broken: this is no value'],
  'an object as a value': [reply({ r: { a: 1 } }), 'gone: broken: this is no value'],
  'an empty value': [reply({ r: {} }), 'gone: broken: this is no value'],
  'two values in one': [reply({ r: { $js: 'NaN', $: 's1' } }), 'gone: broken: this is no value'],
  'a word of no value': [reply({ r: { $js: 'toString' } }), 'gone: broken: this is no value'],
  'a word that is a list': [reply({ r: { $js: ['NaN'] } }), 'gone: broken: this is no value'],
  'a number that is none': [reply({ r: { $bigint: '1e9' } }), 'gone: broken: this is no value'],
  'a number that is a number': [reply({ r: { $bigint: 7 } }), 'gone: broken: this is no value'],
  'a number of many digits': [reply({ r: { $bigint: '9'.repeat(5001) } }), 'gone: broken: this is no value'],
  'a symbol of nobody': [reply({ r: { $symbol: 'never' } }), 'gone: broken: this is no value'],
  'a long name of a symbol': [reply({ r: { $for: 'x'.repeat(1001) } }), 'gone: broken: this is no value'],
  'a name of the judge': [reply({ r: { $own: 'Set' } }), 'gone: broken: this is no value'],
  'a prototype as a value': ['{"i":"id1","r":{"__proto__":{"$js":"NaN"}}}', 'gone: broken: this is no value'],

  'an object that is not there': [reply({ r: { $: 's7' } }), 'gone: broken: an object that is not there'],
  'an object of the judge': [reply({ r: { $: 's1' }, n: [['j1', 'o', [0, 0, []]]] }),
    'gone: broken: a reference names nobody\'s object'],
  'a reference that is none': [reply({ r: 1, n: [['s', 'o', []]] }), 'gone: broken: a reference names nobody\'s object'],
  'a long reference': [reply({ r: 1, n: [['s1234567890', 'o', []]] }),
    'gone: broken: a reference names nobody\'s object'],
  'an object twice': [reply({ r: 1, n: [['s1', 'o', [0, 0, []]], ['s1', 'o', [0, 0, []]]] }),
    'gone: broken: an object is there already'],
  'a kind of nobody': [gives([], 'z'), 'gone: broken: there is no such kind'],
  'a long kind': [gives([], 'oo'), 'gone: broken: there is no such kind'],
  'a kind that is none': [reply({ r: 1, n: [['s1', null, []]] }), 'gone: broken: there is no such kind'],
  'a state that is none': [reply({ r: 1, n: [['s1', 'o', {}]] }), 'gone: broken: there is no such kind'],
  'a row that is none': [reply({ r: 1, n: [7] }), 'gone: broken: a list is none'],
  'what is not there changes': [reply({ r: 1, s: [['s1', []]] }), 'gone: broken: an object that is not there'],
  'a function changes': [reply({ r: 1, n: [['s1', 'f', ['f', 0]]], s: [['s1', []]] }),
    'gone: broken: an object that is no copy changes'],
  'a function is forgotten': [reply({ r: 1, n: [['s1', 'f', ['f', 0]]], f: ['s1'] }),
    'gone: broken: an object that is no copy is forgotten'],

  'an object without a state': [gives([]), 'gone: broken: this is no state'],
  'an object with odd flags': [gives([0, 0, [['a', 1, 8]]]), 'gone: broken: this is no state'],
  'an object with flags of a text': [gives([0, 0, [['a', 1, '7']]]), 'gone: broken: this is no state'],
  'an object with a name that is none': [gives([0, 0, [[7, 1]]]), 'gone: broken: this is no state'],
  'an object that is too hard': [gives([4, 0, []]), 'gone: broken: this is no state'],
  'a long list with nothing': [gives([0, 4294967295, []], 'a'), 'gone: broken: this is no state'],
  'a list with nothing': [gives([0, 3, []], 'a'), 'gave: [ <3 empty items> ]'],
  'a list of a length below nothing': [gives([0, -1, []], 'a'), 'gone: broken: this is no state'],
  'a matcher': [reply({ r: { $: 's2' }, n: [['s1', 'f', ['f', 0]], ['s2', 'o', [0, 0, [['asymmetricMatch', { $: 's1' }]]]]] }),
    'gone: broken: a value claims to be a matcher'],
  'a matcher by its mark': [gives([0, 0, [['$$typeof', { $for: 'jest.asymmetricMatcher' }]]]),
    'gone: broken: a value claims to be a matcher'],
  'a way to be shown': [reply({ r: { $: 's2' }, n: [['s1', 'f', ['f', 0]],
    ['s2', 'o', [0, 0, [[{ $for: 'nodejs.util.inspect.custom' }, { $: 's1' }]]]]] }), 'gave: {}'],
  'a type that it has not': [gives([0, 0, [[{ $symbol: 'toStringTag' }, 'String']]]), 'gave: {}'],
  'a type of its own': [gives([0, 0, [[{ $symbol: 'toStringTag' }, 'Cart']]]),
    'gave: { Symbol(Symbol.toStringTag): \'Cart\' }'],
  'a pattern that is none': [gives(['(', '', 0], 'r'), 'gone: broken: this is no state'],
  'a pattern of a list': [gives([['a'], '', 0], 'r'), 'gone: broken: this is no state'],
  'a pattern that begins nowhere': [gives(['a', '', 'b'], 'r'), 'gone: broken: this is no state'],
  'a date of a text': [gives(['now'], 'd'), 'gone: broken: this is no state'],
  'a boxed object': [reply({ r: 1, n: [['s1', 'o', [0, 0, []]], ['s2', 'x', [{ $: 's1' }]]] }),
    'gone: broken: this is no state'],
  'an error of nobody': [gives(['Wrong', null, [], ''], 'e'), 'gone: broken: this is no state'],
  'an error with a stack of a number': [gives(['Error', null, [], 7], 'e'), 'gone: broken: this is no state'],
  'bytes of nobody': [gives(['Object', 'AA=='], 'b'), 'gone: broken: this is no state'],
  'bytes that do not fit': [gives(['Float64Array', 'AA=='], 'b'), 'gone: broken: this is no state'],
  'bytes of a list': [gives(['Uint8Array', ['AA==']], 'b'), 'gone: broken: this is no state'],
  'a function without a name': [gives([7, 0], 'f'), 'gone: broken: this is no state'],
  'a prototype that is none': [gives([0, 7, []], 'c'), 'gone: broken: this is no state'],
  'prototypes in a circle': [reply({ r: 1, n: [['s1', 'c', [0, { $: 's2' }, []]], ['s2', 'c', [0, { $: 's1' }, []]]] }),
    'gone: broken: this is no state'],

  'a thrown error': [reply({ t: { $: 's1' }, n: [['s1', 'e', ['RangeError', null, [['message', 'no', 5]], 'at']]] }),
    'threw: no'],
  'an error whose words are no text': [reply({ t: { $: 's1' }, n: [['s1', 'o', [0, 0, [['message', { $: 's2' }]]]],
    ['s2', 'o', [0, 0, []]]] }), 'refused, theirs: the message of what is thrown is no text'],
  'a refusal': [reply({ x: 'it cannot be' }), 'refused, theirs: it cannot be'],
  'many symbols': [reply({ l: [1], n: [['s1', 'a', [0, Array.from({ length: 1001 }, (_, i) => ({ $for: `k${i}` }))]]] }),
    'gone: broken: too many symbols'],
  'many objects': [reply({ r: 1, n: Array.from({ length: 200_002 }, (_, i) => [`s${i}`, 's', []]) }),
    'refused, theirs: too many objects cross'],

  'a request for what nobody can do': [request('eval', 'x'), 'gone: broken: nobody can do that'],
  'a request of the prototype': [request('constructor'), 'gone: broken: nobody can do that'],
  'a request about no object': [request('get', 'x', 'y'), 'gone: broken: a reference names nobody\'s object'],
  'a request about nothing': [request('get'), 'gone: broken: a reference names nobody\'s object'],
  'a request about their own': [{ ...request('get', { $: 's1' }, 'x'), n: [['s1', 'f', ['f', 0]]] },
    'gone: broken: a reference names nobody\'s object'],
  'a promise of nobody': [request('settle', 7, true, 1), 'gone: broken: a promise that is nobody\'s, or settled'],
  'nothing more': [[], 'gone: closed'],
};

const SEEN = {
  'a function is read': [called([() => 1], request('get', { $: 'j1' }, 'x')), 'gone: broken: a function can only be called'],
  'a function is written': [called([mock], request('set', { $: 'j1' }, 'calls', 1)),
    'gone: broken: a function can only be called'],
  'a function is written through another': [called([bag(), mock],
    request('set', { $: 'j1' }, 'more', 1, { $: 'j2' })), 'gone: broken: a function can only be called'],
  'an object is called': [called([bag()], request('call', { $: 'j1' }, null)), 'gone: broken: that is no function'],
  'a name is an object': [called([bag()], request('get', { $: 'j1' }, { $: 'j1' })), 'gone: broken: that is no name'],
  'an object becomes a matcher': [called([bag(), () => 1], request('set', { $: 'j1' }, 'asymmetricMatch', { $: 'j2' })),
    'gone: broken: a value claims to be a matcher'],
  'a matcher is defined': [called([bag(), () => 1], request('define', { $: 'j1' }, 'asymmetricMatch', { $: 'j2' }, 7)),
    'gone: broken: a value claims to be a matcher'],
};

function check(name, found, wanted) {
  if (found === wanted) return true;
  process.stdout.write(`${name}\n  gave   ${found.slice(0, 300)}\n  wanted ${wanted.slice(0, 300)}\n`);
  return false;
}

let good = 0;
let bad = 0;
const count = (is) => (is ? (good += 1) : (bad += 1));
for (const [name, [frames, wanted]] of Object.entries(ROWS)) {
  count(check(name, outcome(peer([frames].flat())), wanted));
}
for (const [name, [{ frames, ask }, wanted]] of Object.entries(SEEN)) {
  const one = peer(frames);
  count(check(name, outcome(one, ask(one)), wanted));
}

// A promise is settled once.
{
  const settle = request('settle', { $: 's1' }, true, 1);
  const one = peer([gives([], 'p'), settle, settle]);
  one.membrane.ask('require', 'x', 'y');
  count(check('a promise twice', outcome(one), "gone: broken: a promise that is nobody's, or settled"));
}
// Nothing is asked of whoever broke the rules.
{
  const one = peer([reply({ r: [] }), reply(ANSWER)]);
  outcome(one);
  count(check('afterwards', outcome(one), 'gone: broken: this is no value'));
  count(check('afterwards nothing is sent', String(one.sent.length), '1'));
}
// An assertion that fails tells them nothing, and is heard.
{
  const assertion = Object.assign(new Error('expected 42'), { name: 'AssertionError', expected: 42 });
  const one = peer([gives(['f', 0], 'f'), request('call', { $: 'j1' }, null), { i: 'id2', r: 1 }]);
  one.membrane.ask('require', 'x', 'y')(() => { throw assertion; });
  count(check('what an assertion says', String(one.sent.join().includes('42')), 'false'));
  count(check('that it failed', String(one.told.failed[0] === assertion), 'true'));
}

process.stdout.write(`${good} as they must, ${bad} not\n`);
process.exitCode = bad === 0 ? 0 : 1;
