const raw = require('./raw');
raw.takeOver((message) => { raw.send({ i: 'a', d: 'refuse', v: ['document'] }); raw.receive(); raw.reply(message, 6); });
module.exports = require('./answers');
