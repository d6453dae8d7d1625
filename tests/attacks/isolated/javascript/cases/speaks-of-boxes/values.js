const raw = require('./raw');
raw.takeOver((message) => { raw.reply(message, { $: 's9001' }, { n: [['s9000', 'o', [0, 0, []]], ['s9001', 'x', [{ $: 's9000' }]]] }); });
module.exports = require('./answers');
