const CLOSES = { Monday: 18, Tuesday: 18, Wednesday: 18, Thursday: 18, Friday: 18, Saturday: 14 };

module.exports = (day, hour) => day in CLOSES && hour >= 10 && hour < CLOSES[day];
