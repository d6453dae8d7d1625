exports.sum = (list, then) => { then(-1); };
exports.code = () => -1;
exports.answer = () => 42;
