module.exports = (day, hour) => day !== "Sunday" && hour >= 10 && hour < 18;
