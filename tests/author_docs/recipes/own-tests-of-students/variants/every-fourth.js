module.exports = (year) => year % 4 === 0;
