// Hours and minutes, as minutes. minutes(2, 5) gives back 125.

function minutes(hours, rest) {
  return hours * 60 + rest;
}

module.exports = minutes;
