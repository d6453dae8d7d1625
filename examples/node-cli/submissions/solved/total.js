const fs = require('node:fs');

const prices = new Map();
for (const line of fs.readFileSync('prices.csv', 'utf8').trim().split('\n')) {
  const [thing, price] = line.split(',');
  prices.set(thing, Number(price));
}

const words = process.argv.slice(2);
const wantsReceipt = words[0] === '--receipt';
const things = wantsReceipt ? words.slice(1) : words;
const unknown = things.find((thing) => !prices.has(thing));
if (unknown !== undefined) {
  console.error(`There is no price for ${unknown}.`);
  process.exit(1);
}

const total = things.reduce((sum, thing) => sum + prices.get(thing), 0);
console.log(total);
if (wantsReceipt) {
  const lines = things.map((thing) => `${thing} ${prices.get(thing)}`);
  fs.writeFileSync('receipt.txt', [...lines, `total ${total}`].join('\n') + '\n');
}
