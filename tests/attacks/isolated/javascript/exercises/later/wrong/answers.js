exports.wait = async () => 'nothing';
exports.fails = async () => {};
exports.hello = (then) => { setTimeout(() => then(null, 'bye'), 5); };
exports.ring = () => {};
exports.say = () => {};
exports.dice = () => 0;
exports.load = async () => ({});
exports.answer = async () => 42;
