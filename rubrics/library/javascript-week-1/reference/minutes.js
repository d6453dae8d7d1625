const MINUTES_IN_AN_HOUR = 60;

function minutes(hours, rest) {
  return hours * MINUTES_IN_AN_HOUR + rest;
}

module.exports = minutes;
