const answers = require('./answers');
const bad = JSON.parse('{"__proto__": {"polluted": true, "toJSON": 1}, "constructor": {"prototype": {"polluted": true}}, "then": 1}');
for (const key of ['sum', 'polluted', 'asymmetricMatch']) Object.prototype[key] = 36;
Object.prototype.toJSON = () => 6;
module.exports = { ...answers, record: () => bad, total: () => bad, words: () => Object.assign([], bad) };
