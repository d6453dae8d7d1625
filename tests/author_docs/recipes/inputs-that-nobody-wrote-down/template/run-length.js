function encode(text) {}

function decode(text) {}

module.exports = { encode, decode };
