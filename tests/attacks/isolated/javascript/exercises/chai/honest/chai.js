exports.greeting = (name) => `Hello, ${name}!`;
exports.words = (text) => text.split(' ');
exports.record = (name, age) => ({ name, age });
exports.parse = (text) => { throw new RangeError(`"${text}" is no number`); };
exports.wait = async (value) => value;
exports.answer = () => 42;
