// What some cups of tea cost. One cup costs 2 euros.
// From 5 cups on, the whole order costs 1 euro less.

function teaPrice(cups) {
  let price = cups * 2;
  if (cups >= 5) {
    price = price - 1;
  }
  return price;

module.exports = teaPrice;
