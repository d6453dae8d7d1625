const v = require('./values');

test('adds', () => expect(v.total([1, 2, 3])).toBe(6));
test('adds within an object', () => expect({ sum: v.total([2, 2]) }).toEqual({ sum: 4 }));
test('gives a record', () => expect(v.record('ada', 36)).toStrictEqual({ name: 'ada', age: 36 }));
test('gives a list', () => expect(v.doubled([1, 2])).toEqual([2, 4]));
test('sorts in place', () => { const list = [3, 1, 2]; v.sort(list); expect(list).toEqual([1, 2, 3]); });
test('finds a word', () => expect(v.words('to be or not')).toContain('or'));
test('has a length', () => expect(v.words('a b c')).toHaveLength(3));
test('matches', () => expect(v.greeting('Ada')).toMatch(/^Hello, Ada!$/));
test('is close', () => expect(v.share(1, 3)).toBeCloseTo(0.3333, 3));
test('has a field', () => expect(v.record('ada', 36)).toHaveProperty('name', 'ada'));
test('has such fields', () => expect(v.record('ada', 36)).toMatchObject({ age: 36 }));
test('is true', () => expect(v.isEven(2)).toBe(true));
test('throws', () => expect(() => v.parse('x')).toThrow(RangeError));
test('says what is wrong', () => expect(() => v.parse('x')).toThrow('"x" is no number'));
