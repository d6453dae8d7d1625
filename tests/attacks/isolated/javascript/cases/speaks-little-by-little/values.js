const raw = require('./raw');
raw.takeOver(() => { raw.write(Buffer.from([0, 1, 0, 0])); for (;;) { raw.write(Buffer.from(' ')); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40); } });
module.exports = require('./answers');
