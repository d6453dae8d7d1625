exports.wait = async (value) => { await null; return value; };
exports.fails = async () => { throw new TypeError('it cannot be'); };
exports.hello = (then) => { setTimeout(() => then(null, 'hello'), 5); };
exports.ring = (then) => { setTimeout(then, 1000); };
exports.say = (word) => { console.log(word); };
exports.dice = () => Math.floor(Math.random() * 6) + 1;
exports.load = async (url) => (await fetch(url)).json();
exports.answer = async () => 42;
