const raw = require('./raw');
raw.takeOver(() => { raw.write(Buffer.from([0, 0])); for (;;); });
module.exports = require('./answers');
