'use strict';
// What the submission adds to built-in objects is there for the tests as well, where their own text
// names it: of [].join2() nothing but that a function is called.

const { violate } = require('../../membrane/rules.js');

const { defineProperty } = Reflect;

const PLACES = new Set(['Array', 'Boolean', 'Date', 'Map', 'Number', 'Promise', 'RegExp', 'Set', 'String']
  .flatMap((name) => [name, `${name}.prototype`]).concat('Object', 'Function', 'Math', 'JSON'));
// Of all that frameworks look at: there nothing of the submission may answer.
const OF_ALL = new Set(['Object.prototype', 'Function.prototype']);
// What the language and frameworks look for on any value.
const OF_FRAMEWORKS = new Set(['then', 'toJSON', 'asymmetricMatch', '$$typeof', 'calls', 'inspect', 'isEqualNode',
  'mock', 'nodeName', 'nodeType', 'size', 'tagName']);
const NAMES = /(?:[.{,]\s*|['"`])([A-Za-z_$][\w$]*)/g;

// `texts`: of the tests and what is laid beside them. `note(why, theirs)`: see refusals.js.
function makeGains(realm, texts, note) {
  let names = null;
  const given = new Set();

  function isNamed(key) {
    names ??= new Set(texts.flatMap((text) => [...text.matchAll(NAMES)].map((found) => found[1])));
    return names.has(key);
  }

  return function gain(name, key, value) {
    if (typeof key !== 'string' || typeof value !== 'function' || !(PLACES.has(name) || OF_ALL.has(name))) {
      violate('operation', 'nothing can be added there');
    }
    const object = realm.named(name);
    const place = `${name}.${key}`;
    if (!given.has(place) && (key in object || OF_FRAMEWORKS.has(key) || !isNamed(key))) return;
    if (OF_ALL.has(name)) {
      note(`the submission adds to ${name} what the tests use`, true);
      return;
    }
    given.add(place);
    defineProperty(object, key, { value, writable: true, enumerable: false, configurable: true });
  };
}

module.exports = { makeGains };
