const longest = (words) => words.reduce((a, b) => (b.length > a.length ? b : a));

module.exports = longest;
