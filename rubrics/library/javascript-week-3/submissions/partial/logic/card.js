// Who gets a card for the library?
// - Everybody needs an address in the city.
// - Who is younger than 14 also needs the signature of a parent.
// canGetCard(9, true, true) gives back true.

function canGetCard(age, hasAddress, parentSigned) {
  if (hasAddress && (age >= 14 || parentSigned)) {
    return true;
  } else {
    return false;
  }
}

module.exports = canGetCard;
