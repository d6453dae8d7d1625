function total(prices) {
  let sum = 0;
  for (price of prices) {
    sum += price;
  }
  return sum;
}

function greeting(first, last) {
  name = first + " " + last;
  return "Hello " + name;
}
