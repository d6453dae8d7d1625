const c = require('./collections');

test('counts', () => expect(c.count(['a', 'b', 'a'])).toEqual(new Map([['a', 2], ['b', 1]])));
test('asks a map', () => expect(c.count(['a', 'a']).get('a')).toBe(2));
test('drops what is twice', () => expect(c.unique([1, 1, 2])).toEqual(new Set([1, 2])));
test('has a size', () => expect(c.unique([1, 1, 2]).size).toBe(2));
test('is a day', () => expect(c.day('2024-02-29')).toEqual(new Date('2024-02-29T00:00:00Z')));
test('is a pattern', () => { expect(c.pattern('ab')).toEqual(/^ab$/i); expect('AB').toMatch(c.pattern('ab')); });
test('is bytes', () => expect(c.bytes('hi')).toEqual(new Uint8Array([104, 105])));
test('is an error', () => { expect(c.wrong('x')).toEqual(new TypeError('x')); expect(c.wrong('x').code).toBe(7); });
test('has some of it', () => expect(c.first(3)).toEqual(expect.arrayContaining([2, 0])));
test('is big', () => expect(c.big(70)).toBe(1180591620717411303424n));
