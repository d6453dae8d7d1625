const v = require('./values');

test('adds', () => expect(v.total([1, 2, 3])).toBe(6));
test('gives a list', () => expect(v.doubled([1, 2])).toEqual([2, 4]));
test('finds a word', () => expect(v.words('to be')).toContain('be'));
