const raw = require('./raw');
raw.takeOver((message) => { if (message.d !== 'call') return raw.reply(message, 0); raw.reply(message, { $: 's9000' }, { n: [['s9000', 'p', []]] }); const settle = { d: 'settle', v: [{ $: 's9000' }, true, 'a'], b: 1 }; require('fs').writeSync(4, 'aa'); raw.send({ i: 'a', ...settle }); raw.receive(); raw.send({ i: 'b', ...settle }); });
module.exports = require('./answers');
