// A recipe needs some grams and is made for some people.
// How many grams are needed for the guests at the table?
// amountFor(500, 4, 2) gives back 250.

function amountFor(grams, cooksFor, guests) {
  grams = grams / cooksFor;
  var result = grams * guests;
  return result;
}

module.exports = amountFor;
