const raw = require('./raw');
raw.takeOver((message) => { raw.send({ i: message.i, x: 'the tests use a page' }); });
module.exports = require('./answers');
