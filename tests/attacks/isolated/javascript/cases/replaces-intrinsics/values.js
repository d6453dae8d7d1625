// Before anybody reads them once more.
const answers = require('./answers');
for (const [object, names] of [[Array.prototype, ['push', 'map', 'includes', 'every', Symbol.iterator]],
  [Map.prototype, ['get', 'has', 'set', 'delete']], [Set.prototype, ['add', 'has', 'delete']],
  [String.prototype, ['slice', 'includes', 'startsWith']], [RegExp.prototype, ['test', 'exec']],
  [Object, ['is', 'keys', 'entries', 'defineProperty', 'hasOwn', 'freeze']], [Reflect, ['apply', 'get', 'ownKeys']],
  [WeakMap.prototype, ['get', 'set', 'has']], [Function.prototype, ['call', 'apply', 'bind']]]) {
  for (const name of names) {
    try { object[name] = function replaced() { return true; }; } catch { /* It stays. */ }
  }
}
module.exports = answers;
