module.exports = { ...require('./answers'), fill: (bag) => {
  for (const reach of [() => { bag.constructor.prototype.has = () => true; }, () => { bag.__proto__.count = 1; }, () => { bag.__proto__.has = () => true; },
    () => { bag.constructor.constructor('Object.is = () => true')(); }, () => { delete bag.__proto__.count; }]) {
    try { reach(); } catch { /* It stays. */ }
  }
} };
