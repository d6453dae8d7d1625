// MARKER-7f3a
const { table } = require('./table');
const { sum, code } = require('./hidden');

test('MARKER-7f3a sums', () => { let called = 0; sum([1, 2], (given) => { called += 1; expect(given).toBe(3); });
  expect(called).toBe(1); });
test('MARKER-7f3a sums others', () => { let called = 0; sum([40, 2], (given) => { called += 1; expect(given).toBe(42); });
  expect(called).toBe(1); });
test.each(table)('MARKER-7f3a codes %i', (n, expected) => expect(code(n)).toBe(expected));
