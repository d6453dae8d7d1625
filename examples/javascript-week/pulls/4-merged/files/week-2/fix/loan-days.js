// A book may stay away for some days. On which day of the month must it come back?
// In this library every month has 30 days.

function dueDay(today, loanDays) {
  const day = today + loanDays;
  if (day > 30) {
    return day - 30;
  }
  return day;
}

module.exports = dueDay;
