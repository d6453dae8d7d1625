const { writeFileSync } = require("node:fs");

const words = process.argv.slice(2).filter((word) => word !== "--save");
const read = words.length > 0 ? words : require("node:fs").readFileSync(0, "utf8").trim().split(/\s+/);
let sum = 0;
for (const word of read) {
  if (Number.isNaN(Number(word))) {
    console.error(`${word} is not a number`);
    process.exit(1);
  }
  sum += Number(word);
}
console.log(sum);
if (process.argv.includes("--save")) writeFileSync("sum.txt", String(sum));
