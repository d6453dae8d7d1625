// const price = 2;
// total = total + price;
const price = 3;
