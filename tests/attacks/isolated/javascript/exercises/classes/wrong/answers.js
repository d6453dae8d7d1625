class Cart {
  constructor() { this.items = []; }
  get total() { return -1; }
  add() { return this; }
  *[Symbol.iterator]() {}
  toString() { return 'nothing'; }
}
exports.Cart = Cart;
exports.TooMuch = class TooMuch {};
exports.numbers = function* numbers() {};
exports.fill = () => {};
exports.answer = () => new Cart();
