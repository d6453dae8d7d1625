class TooMuch extends RangeError {
  constructor(price) { super(`too much: ${price}`); this.price = price; }
}
class Cart {
  #total = 0;
  constructor(...items) { this.items = items; }
  get total() { return this.#total; }
  add(price) {
    if (price > 100) throw new TooMuch(price);
    this.items.push(price);
    this.#total += price;
    return this;
  }
  *[Symbol.iterator]() { yield* this.items; }
  toString() { return `Cart(${this.items})`; }
}
exports.Cart = Cart;
exports.TooMuch = TooMuch;
exports.numbers = function* numbers(n) { for (let i = 0; i < n; i += 1) yield i; };
exports.fill = (bag) => { bag.put('pear'); bag.label = 'full'; };
exports.answer = () => new Cart();
