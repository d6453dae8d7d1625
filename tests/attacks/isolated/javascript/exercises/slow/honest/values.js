exports.total = (list) => list.reduce((sum, one) => sum + one, 0);
exports.record = (name, age) => ({ name, age });
exports.doubled = (list) => list.map((one) => one * 2);
exports.sort = (list) => { list.sort((a, b) => a - b); };
exports.words = (text) => text.split(' ');
exports.greeting = (name) => `Hello, ${name}!`;
exports.share = (part, whole) => part / whole;
exports.isEven = (number) => number % 2 === 0;
exports.parse = (text) => {
  const number = Number(text);
  if (Number.isNaN(number)) throw new RangeError(`"${text}" is no number`);
  return number;
};
exports.answer = () => 42;
