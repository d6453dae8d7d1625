function bmi(weight, height) {}

module.exports = bmi;
