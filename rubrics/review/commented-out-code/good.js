// The price without tax: tax comes later, see addTax().
const price = 3;
