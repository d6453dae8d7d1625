'use strict';
// What the submission adds to built-in objects, as some exercises ask for (Array.prototype.join2): the
// judge is told, since the tests may use it.

const { test } = RegExp.prototype;
const { apply } = Reflect;

// Code that may do so. Looking after each answer costs more than most answers do.
const ADDS = new RegExp('\\bprototype\\b|__proto__|PrototypeOf\\b|\\b(?:Array|String|Number|Boolean|Function|Date|' +
  'Map|Set|Promise|RegExp|Object|Math|JSON)\\s*(?:\\.\\s*[\\w$]+|\\[[^\\]]*\\])\\s*(?:=|\\?\\?=|\\|\\|=)[^=]|' +
  '\\bObject\\s*\\.\\s*(?:assign|definePropert(?:y|ies))\\b');

// `realm`: as it was before; `tell(name of the object, key, function)`.
function makeGains(realm, tell) {
  let isWatching = false;
  const told = new Map();

  return {
    look(source) {
      isWatching = isWatching || apply(test, ADDS, [source]);
    },
    tell() {
      if (!isWatching) return;
      for (const [name, key, value] of realm.added()) {
        const place = `${name}.${key}`;
        if (typeof value !== 'function' || told.get(place) === value) continue;
        told.set(place, value);
        tell(name, key, value);
      }
    },
  };
}

module.exports = { makeGains };
