const { answer } = require('./collections');

test('nothing is this', () => expect(answer()).toBe(Symbol('never')));
test('nothing equals this', () => expect(answer()).toEqual(new Map([['a', Symbol('never')]])));
