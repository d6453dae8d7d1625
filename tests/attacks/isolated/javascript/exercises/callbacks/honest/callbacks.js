exports.each = (list, fn) => { list.forEach((one, i) => fn(one, i)); };
exports.map = (list, fn) => list.map((one) => fn(one));
exports.twice = (fn) => { fn(2); fn(2); };
exports.tried = (fn) => { try { return fn(); } catch (error) { return `caught ${error.message}`; } };
exports.sum = (list, then) => { then(list.reduce((a, b) => a + b, 0)); };
exports.answer = () => 42;
