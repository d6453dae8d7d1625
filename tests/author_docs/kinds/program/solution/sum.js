let sum = 0;
for (const word of process.argv.slice(2)) {
  if (Number.isNaN(Number(word))) {
    console.error(`${word} is not a number`);
    process.exit(1);
  }
  sum += Number(word);
}
console.log(sum);
