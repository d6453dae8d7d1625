function bmi(weight, height) {
  return weight / (height ** 2;
}

module.exports = bmi;
