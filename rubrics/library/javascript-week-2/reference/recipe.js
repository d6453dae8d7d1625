function amountFor(grams, cooksFor, guests) {
  return (grams / cooksFor) * guests;
}

module.exports = amountFor;
