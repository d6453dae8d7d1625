// Is the library open? It opens on Monday to Friday from 10 to 18, and on Saturday from 10 to 14.
// isOpen("Monday", 10) gives back true, isOpen("Monday", 18) gives back false.

function isOpen(day, hour) {}

module.exports = isOpen;
