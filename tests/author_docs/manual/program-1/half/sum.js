const [a, b] = process.argv.slice(2).map(Number);
console.log(a + b);
