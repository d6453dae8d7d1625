// The size of a parcel, by its weight in kilograms:
// - up to 2: "small"
// - more than 2 and up to 10: "medium"
// - more than 10 and up to 30: "large"
// - more than 30: "too heavy"
// A weight of 0 or less is a mistake: the function throws a RangeError.

function sizeOf(kilograms) {
  if (kilograms < 2) {
    return "small";
  } else if (kilograms < 10) {
    return "medium";
  } else if (kilograms < 30) {
    return "large";
  } else {
    return "to heavy";
  }
}

module.exports = sizeOf;
