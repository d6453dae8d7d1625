// The body mass index: weight in kilograms by height in metres, squared, with one decimal.
function bmi(weight, height) {}

module.exports = bmi;
