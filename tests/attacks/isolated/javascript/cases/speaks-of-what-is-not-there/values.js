const raw = require('./raw');
raw.takeOver((message) => { raw.reply(message, { $: 's9999' }); });
module.exports = require('./answers');
