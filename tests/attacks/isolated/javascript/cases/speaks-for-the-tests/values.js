const raw = require('./raw');
raw.takeOver((message) => { raw.send({ i: 'a', d: 'test', v: ['adds', true] }); raw.reply(message, 6); });
module.exports = require('./answers');
