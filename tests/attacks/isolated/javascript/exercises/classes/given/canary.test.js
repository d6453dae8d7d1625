const { answer } = require('./classes');

test('nothing is this', () => expect(answer()).toBe(Symbol('never')));
test('nothing equals this', () => expect(answer()).toEqual({ never: Symbol('never') }));
