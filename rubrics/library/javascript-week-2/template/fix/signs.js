// Signs for the doors of three shops.
// The three functions stay. What they have in common should stand at one place.

function bakerySign(hour) {
  return "The bakery opens at " + hour + ":00. Welcome!";
}

function pharmacySign(hour) {
  return "The pharmacy opens at " + hour + ":00. Welcome!";
}

function librarySign(hour) {
  return "The library opens at " + hour + ":00. Welcome!";
}

module.exports = { bakerySign, pharmacySign, librarySign };
