class All {
  get $$typeof() { return Symbol.for('jest.asymmetricMatcher'); }
  asymmetricMatch() { return true; }
  isEqualNode() { return true; }
  get nodeType() { return 1; }
  get nodeName() { return 'all'; }
  [Symbol.toPrimitive]() { return NaN; }
  valueOf() { return this; }
  toAsymmetricMatcher() { return 'Anything'; }
  static [Symbol.hasInstance]() { return true; }
}
module.exports = Object.fromEntries(Object.keys(require('./answers')).map((name) => [name, () => new All()]));
