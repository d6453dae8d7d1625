function price(cents) {
  return (cents / 100).toFixed(2).replace(".", ",");
}

if (require.main === module) {
  const word = process.argv[2];
  if (Number.isNaN(Number(word))) {
    console.error(`${word} is no number of cents`);
    process.exit(2);
  }
  console.log(price(Number(word)));
}

module.exports = { price };
