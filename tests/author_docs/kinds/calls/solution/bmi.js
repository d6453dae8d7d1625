function calculateBMI(weight, height) {
  if (weight <= 0) throw new RangeError("a weight is above zero");
  return weight / height ** 2;
}

module.exports = { calculateBMI };
