module.exports = (day, hour) => hour >= 10 && hour < (day === "Saturday" || day === "Sunday" ? 14 : 18);
