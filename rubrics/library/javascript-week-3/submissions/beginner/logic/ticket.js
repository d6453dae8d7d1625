// What a ticket for the bus costs, in euros:
// - under 6 years: nothing
// - from 6 to 17 years: 1.2
// - from 18 to 64 years: 2.4
// - from 65 years on: 1.2

function ticketPrice(age) {
  if (age < 6) {
    return 0;
  } else if (6 < age < 18) {
    return 1.2;
  } else if (18 < age < 65) {
    return 2.4;
  }
  return 1.2;
}

module.exports = ticketPrice;
