// Some people share a flat. What does each of them pay?
// shareOfRent(600, 3) gives back 200. The part is rounded to cents.
// With no people there is nothing to share: the function throws a RangeError.

function shareOfRent(rent, people) {
  if (people < 1) {
    throw new RangeError("a flat needs somebody who lives there");
  }
  return Math.round((rent / people) * 100) / 100;
}

module.exports = shareOfRent;
