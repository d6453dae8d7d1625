module.exports = (year) => new Date(year, 1, 29).getMonth() === 1;
