// Prints a price in euros: node price.js 250 prints 2.50.
function price(cents) {}

module.exports = { price };
