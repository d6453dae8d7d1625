const price = 3;
let total = 0;
total += price;
