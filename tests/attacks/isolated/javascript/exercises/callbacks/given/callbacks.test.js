const c = require('./callbacks');

test('calls with each', () => { const fn = jest.fn(); c.each(['a', 'b'], fn);
  expect(fn.mock.calls).toEqual([['a', 0], ['b', 1]]); });
test('calls so often', () => { const fn = jest.fn(); c.twice(fn); expect(fn).toHaveBeenCalledTimes(2);
  expect(fn).toHaveBeenCalledWith(2); });
test('maps', () => expect(c.map([1, 2], (x) => ({ x }))).toEqual([{ x: 1 }, { x: 2 }]));
test('catches', () => expect(c.tried(() => { throw new Error('mine'); })).toBe('caught mine'));
test('is asked within a callback', () => { expect.assertions(1); c.sum([1, 2], (sum) => { expect(sum).toBe(3); }); });
test('is asked within another', () => { let called = 0; c.sum([20, 22], (sum) => { called += 1; expect(sum).toBe(42); });
  expect(called).toBeGreaterThan(0); });
