module.exports = (weight, height) => weight / height ** 2;
