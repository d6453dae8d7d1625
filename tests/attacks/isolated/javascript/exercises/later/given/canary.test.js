const { answer } = require('./later');

test('nothing is this', async () => expect(await answer()).toBe(Symbol('never')), 500);
test('nothing resolves to this', () => expect(answer()).resolves.toEqual({ never: Symbol('never') }), 500);
