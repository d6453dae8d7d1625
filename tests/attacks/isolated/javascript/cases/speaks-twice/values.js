const raw = require('./raw');
raw.takeOver((message) => { raw.reply(message, 6); raw.reply(message, 6); });
module.exports = require('./answers');
