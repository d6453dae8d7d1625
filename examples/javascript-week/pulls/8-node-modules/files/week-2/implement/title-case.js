// The title of a book, with a capital letter at the start of each word.
// titleCase("the old man and the sea") gives back "The Old Man And The Sea".

const title = require("title-tools");

module.exports = title.titleCase;
