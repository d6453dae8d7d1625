// Something else at each look.
let looks = 0;
const next = () => [undefined, 0, '', 'nobody', 37, {}, [], 7][looks++ % 8];
const all = () => ({ get name() { return next(); }, get age() { return next(); }, get length() { return next(); }, get sum() { return next(); },
  get message() { return next(); }, get constructor() { return next(); }, *[Symbol.iterator]() { for (let i = 0; i < 3; i += 1) yield next(); } });
module.exports = { ...require('./answers'), total: () => all(), record: () => all(), doubled: () => all(), share: () => all(), isEven: () => all() };
