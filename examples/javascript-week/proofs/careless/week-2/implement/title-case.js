// The title of a book, with a capital letter at the start of each word.
// titleCase("the old man and the sea") gives back "The Old Man And The Sea".

function titleCase(title) {
  return title
    .trim()
    .split(" ")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join(" ");
}

module.exports = titleCase;
