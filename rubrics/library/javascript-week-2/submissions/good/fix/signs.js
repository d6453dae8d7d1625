// Signs for the doors of three shops.

function sign(shop, hour) {
  return `The ${shop} opens at ${hour}:00. Welcome!`;
}

function bakerySign(hour) {
  return sign("bakery", hour);
}

function pharmacySign(hour) {
  return sign("pharmacy", hour);
}

function librarySign(hour) {
  return sign("library", hour);
}

module.exports = { bakerySign, pharmacySign, librarySign };
