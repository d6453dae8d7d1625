const raw = require('./raw');
raw.takeOver((message) => { raw.send({ i: message.i.replace(/./g, '0'), r: 6 }); });
module.exports = require('./answers');
