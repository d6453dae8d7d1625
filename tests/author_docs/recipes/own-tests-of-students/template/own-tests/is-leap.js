function isLeap(year) {}

module.exports = isLeap;
