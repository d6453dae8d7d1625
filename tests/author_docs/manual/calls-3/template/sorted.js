function sorted(list) {}

module.exports = { sorted };
