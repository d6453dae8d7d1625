const { Cart, TooMuch, numbers, fill } = require('./classes');

class Bag {
  #in = [];
  get count() { return this.#in.length; }
  put(what) { this.#in.push(what); }
  has(what) { return this.#in.includes(what); }
}

test('counts', () => expect(new Cart().add(1).add(2).total).toBe(3));
test('keeps', () => expect(new Cart(1).add(2).items).toEqual([1, 2]));
test('is equal', () => expect(new Cart(1, 2)).toEqual({ items: [1, 2] }));
test('can be walked', () => expect([...new Cart(1, 2)]).toEqual([1, 2]));
test('is a text', () => expect(`${new Cart(1, 2)}`).toBe('Cart(1,2)'));
test('says what is wrong', () => expect(() => new Cart().add(101)).toThrow('too much: 101'));
test('keeps what is wrong', () => { let seen; try { new Cart().add(101); } catch (error) { seen = error; }
  expect(seen).toBeInstanceOf(RangeError); expect(seen).toBeInstanceOf(TooMuch); expect(seen.price).toBe(101); });
test('yields', () => expect([...numbers(3)]).toEqual([0, 1, 2]));
test('ends', () => { const n = numbers(1); expect(n.next()).toEqual({ value: 0, done: false });
  expect(n.next().done).toBe(true); });
test('fills a bag', () => { const bag = new Bag(); fill(bag); expect(bag.count).toBe(1); expect(bag.has('pear')).toBe(true);
  expect(bag.label).toBe('full'); });
