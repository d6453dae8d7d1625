function price(cents) {
  return cents;
}

if (require.main === module) {
  const word = process.argv[2];
  if (Number.isNaN(Number(word))) {
    console.error(`${word} is no number of cents`);
    process.exit(1);
  }
  console.log(price(Number(word)));
}

module.exports = { price };
