// What a reader pays, in cents, for a book that comes back late.
//
// - Up to 3 days late: nothing.
// - After that 20 cents for each day late, the first 3 days too.
// - Never more than 500 cents.
// - A number of days below 0 is an error: throw a RangeError.

const FREE_DAYS = 3;
const CENTS_A_DAY = 20;
const MOST_CENTS = 500;

function lateFee(daysLate) {
  if (daysLate < 0) throw new RangeError("days late cannot be below 0");
  if (daysLate <= FREE_DAYS) return 0;
  return Math.min(daysLate * CENTS_A_DAY, MOST_CENTS);
}

module.exports = lateFee;
