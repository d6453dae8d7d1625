// How many words a text has. countWords("good morning") gives back 2.

function countWords(text) {}

module.exports = countWords;
