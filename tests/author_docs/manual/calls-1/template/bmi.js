function calculateBMI(weight, height) {}

module.exports = { calculateBMI };
