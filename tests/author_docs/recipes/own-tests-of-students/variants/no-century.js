module.exports = (year) => year % 4 === 0 && year % 100 !== 0;
