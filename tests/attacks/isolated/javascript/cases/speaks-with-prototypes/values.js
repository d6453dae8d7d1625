const raw = require('./raw');
raw.takeOver((message) => { raw.send(`{"i":"${message.i}","r":6,"__proto__":{"d":"settle"},"constructor":1}`); });
module.exports = require('./answers');
