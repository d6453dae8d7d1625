const v = require('./values');

test('nothing is this', () => expect(v.answer()).toBe(Symbol('never')));
test('nothing equals this', () => expect(v.answer()).toEqual({ never: Symbol('never') }));
