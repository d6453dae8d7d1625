function longest(words) {}

module.exports = longest;
