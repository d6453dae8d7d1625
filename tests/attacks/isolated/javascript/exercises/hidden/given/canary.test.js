const { answer } = require('./hidden');

test('nothing is this', () => expect(answer()).toBe(Symbol('never')));
