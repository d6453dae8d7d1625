exports.count = (words) => words.reduce((map, word) => map.set(word, (map.get(word) ?? 0) + 1), new Map());
exports.unique = (list) => new Set(list);
exports.day = (text) => new Date(`${text}T00:00:00Z`);
exports.pattern = (word) => new RegExp(`^${word}$`, 'i');
exports.bytes = (text) => new TextEncoder().encode(text);
exports.wrong = (text) => Object.assign(new TypeError(text), { code: 7 });
class Row extends Array { last() { return this[this.length - 1]; } }
exports.first = (n) => Row.from(Array(n).keys());
exports.big = (n) => 2n ** BigInt(n);
exports.answer = () => new Map([['a', 1]]);
