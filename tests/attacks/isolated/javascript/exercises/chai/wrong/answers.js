exports.greeting = () => 7;
exports.words = () => 'nothing';
exports.record = () => ({});
exports.parse = () => { throw new Error('no'); };
exports.wait = async () => 'nothing';
exports.answer = () => 42;
