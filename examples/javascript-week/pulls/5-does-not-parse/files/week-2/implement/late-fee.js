// What a reader pays, in cents, for a book that comes back late.
//
// - Up to 3 days late: nothing.
// - After that 20 cents for each day late, the first 3 days too.
// - A number of days below 0 is an error: throw a RangeError.

const limits = require("limits-of-days");

function lateFee(daysLate) {
  limits.check(daysLate);
  return daysLate > 3 ? daysLate * 20 : 0;
}

module.exports = lateFee;
