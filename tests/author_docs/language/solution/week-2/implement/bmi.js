function bmi(weight, height) {
  return Number((weight / height ** 2).toFixed(1));
}

module.exports = bmi;
