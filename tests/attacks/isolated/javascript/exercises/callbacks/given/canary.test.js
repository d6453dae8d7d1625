const c = require('./callbacks');

test('nothing is this', () => { expect.assertions(1); c.sum([1], (sum) => { expect(sum).toBe(Symbol('never')); }); });
test('nothing gives this', () => expect(c.answer()).toBe(Symbol('never')));
