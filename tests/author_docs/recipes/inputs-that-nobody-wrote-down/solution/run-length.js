function encode(text) {
  return text.replace(/(.)\1*/g, (run, letter) => (run.length > 1 ? run.length : "") + letter);
}

function decode(text) {
  return text.replace(/(\d*)(\D)/g, (whole, count, letter) => letter.repeat(Number(count || 1)));
}

module.exports = { encode, decode };
