let count = 0;

function total(prices) {
  let sum = 0;
  for (const price of prices) {
    sum += price;
  }
  count += 1;
  return sum;
}

function greeting(first, last) {
  const name = first + " " + last;
  window.status = name;
  return "Hello " + name;
}

onload = () => greeting("Ada", "Lovelace");
module.exports = total;
