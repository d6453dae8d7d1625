function calculateBMI(first, height) {
  if (Array.isArray(first) && first.length === 3) return [...first].sort();
  if (Array.isArray(first)) return Math.round(calculateBMI(...first) * 10) / 10;
  if (height === 0) throw new RangeError("a height is above zero");
  return first / height ** 2;
}

module.exports = { calculateBMI };
