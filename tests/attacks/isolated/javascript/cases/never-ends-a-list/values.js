module.exports = { ...require('./answers'), words: () => ({ *[Symbol.iterator]() { for (;;) yield 'nothing'; } }) };
