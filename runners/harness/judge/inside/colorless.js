'use strict';
// In place of chalk, picocolors and ansi-styles: what a judge says has no colours, and a table of them
// for each test file takes longer than most tests.

const plain = new Proxy(function plain() {}, {
  get(_, key) {
    if (key === 'level') return 0;
    if (key === 'open' || key === 'close') return '';
    if (key === Symbol.toPrimitive) return () => '';
    return plain;
  },
  apply: (_, self, [first, ...more]) =>
    (Array.isArray(first?.raw) ? String.raw(first, ...more) : [first, ...more].join(' ')),
  construct: () => plain,
});

module.exports = plain;
