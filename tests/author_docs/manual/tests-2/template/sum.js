function sum(list) {}

module.exports = { sum };
