const fs = require('fs');

const prices = {};
fs.readFileSync('prices.csv', 'utf8')
  .split('\n')
  .forEach((line) => {
    const parts = line.split(',');
    prices[parts[0]] = Number(parts[1]);
  });

let total = 0;
process.argv.slice(2).forEach((thing) => {
  total += prices[thing];
});
console.log(total);
