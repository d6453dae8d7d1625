const raw = require('./raw');
raw.takeOver((message) => { raw.reply(message, { $: 's9000' }, { n: [['s9000', 'a', [0, 4294967295, []]]] }); });
module.exports = require('./answers');
