// The price without tax: tax comes later, see addTax().
const price = 3;

// Which lines change a name?
//   - price = Number("3");
//   1. tax = rate(price);
//   b) price = addTax(price);
