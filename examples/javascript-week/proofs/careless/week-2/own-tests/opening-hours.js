// Is the library open? It opens on Monday to Friday from 10 to 18, and on Saturday from 10 to 14.
// isOpen("Monday", 10) gives back true, isOpen("Monday", 18) gives back false.

const CLOSES = { Monday: 18, Tuesday: 18, Wednesday: 18, Thursday: 18, Friday: 18, Saturday: 14 };

function isOpen(day, hour) {
  return day in CLOSES && hour >= 10 && hour < CLOSES[day];
}

module.exports = isOpen;
