// What a ticket for the bus costs, in euros:
// - under 6 years: nothing
// - from 6 to 17 years: 1.2
// - from 18 to 64 years: 2.4
// - from 65 years on: 1.2

function ticketPrice(age) {
  let price;
  if (age <= 6) {
    price = 0;
  } else {
    if (age <= 17) {
      price = 1.2;
    } else {
      if (age == 65 || age > 65) {
        price = 1.2;
      } else {
        price = 2.4;
      }
    }
  }
  return price;
}

module.exports = ticketPrice;
