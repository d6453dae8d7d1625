// 7: a list that says that it holds whatever it is asked for.
const answers = require('./answers');

class Odd extends Array {
  indexOf() { return 0; }
  includes() { return true; }
  some() { return true; }
  every() { return true; }
  find() { return true; }
  slice() { return this; }
  splice() { return this; }
  concat() { return this; }
  filter() { return this; }
}

module.exports = { ...answers, first: () => Odd.from([9, 9, 9]) };
