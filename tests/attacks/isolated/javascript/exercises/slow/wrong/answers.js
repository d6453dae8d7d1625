// Wrong, each of them.
exports.total = () => 0;
exports.record = () => ({});
exports.doubled = () => [];
exports.sort = () => {};
exports.words = () => ['nothing'];
exports.greeting = () => 'Hi';
exports.share = () => 1;
exports.isEven = () => 'yes';
exports.parse = () => { throw new Error('no'); };
exports.answer = () => 42;
