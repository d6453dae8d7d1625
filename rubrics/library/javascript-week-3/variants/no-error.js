function sizeOf(kilograms) {
  if (kilograms <= 2) return "small";
  if (kilograms <= 10) return "medium";
  if (kilograms <= 30) return "large";
  return "too heavy";
}

module.exports = sizeOf;
