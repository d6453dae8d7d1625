// A book may stay away for some days. On which day of the month must it come back?
// In this library every month has 30 days.
//
// JavaScript cannot read this file. When it can, two more things are not right yet.

function dueDay(today, loanDays {
  const day = today + "loanDays";
  if (day > 30) {
    return day - 31;
  }
  return day;
}

module.exports = dueDay;
