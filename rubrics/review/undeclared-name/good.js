let count = 0;

function total(prices) {
  let sum = 0;
  for (const price of prices) {
    sum += price;
  }
  count += 1;
  return sum;
}

onload = () => total([1, 2]);
module.exports = total;
