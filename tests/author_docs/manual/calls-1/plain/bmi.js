function calculateBMI(weight, height) {
  return weight / height ** 2;
}

module.exports = { calculateBMI };
