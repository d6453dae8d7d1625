const raw = require('./raw');
raw.takeOver((message) => { raw.send({ i: message.i, t: { $: 's9000' }, w: '{"kind":"empty"}', n: [['s9000', 'e', ['Error', null, [['message', 'passed']], '']]] }); });
module.exports = require('./answers');
