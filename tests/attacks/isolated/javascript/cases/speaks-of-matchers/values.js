const raw = require('./raw');
raw.takeOver((message) => { raw.reply(message, { $: 's9001' }, { n: [['s9000', 'f', ['f', 0]], ['s9001', 'o', [0, 0, [['asymmetricMatch', { $: 's9000' }]]]]] }); });
module.exports = require('./answers');
