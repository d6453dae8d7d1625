// How many words a text has. countWords("good morning") gives back 2.

function countWords(text) {
  return text.split(" ").filter((word) => word !== "").length;
}

module.exports = countWords;
