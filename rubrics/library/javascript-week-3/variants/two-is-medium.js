function sizeOf(kilograms) {
  if (kilograms <= 0) throw new RangeError("a parcel weighs something");
  if (kilograms < 2) return "small";
  if (kilograms <= 10) return "medium";
  if (kilograms <= 30) return "large";
  return "too heavy";
}

module.exports = sizeOf;
