'use strict';
// Lists that are filled while foreign code may have its own Array.prototype: nothing of it is asked.

const { defineProperty } = Reflect;

function append(list, value) {
  defineProperty(list, list.length,
    { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

module.exports = { append };
