// What a reader pays, in cents, for a book that comes back late.
//
// - Up to 3 days late: nothing.
// - After that 20 cents for each day late, the first 3 days too.
// - Never more than 500 cents.
// - A number of days below 0 is an error: throw a RangeError.

function lateFee(daysLate) {
  console.log("daysLate is", daysLate);
  var fee = 0;
  if (daysLate > 3) {
    fee = daysLate * 20;
  }
  console.log(fee);
  return fee;
}

module.exports = lateFee;
