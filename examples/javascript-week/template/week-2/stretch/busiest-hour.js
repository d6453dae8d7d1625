// In which hour do most readers come? The list holds an hour for each visit.
// busiestHour([10, 11, 11, 17]) gives back 11. Without visits it gives back null.

function busiestHour(visits) {}

module.exports = busiestHour;
