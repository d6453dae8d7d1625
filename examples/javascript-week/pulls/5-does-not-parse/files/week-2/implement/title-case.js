// The title of a book, with a capital letter at the start of each word.
// titleCase("the old man and the sea") gives back "The Old Man And The Sea".

function titleCase(title) {
  const words = title.trim().split(" ");
  for (let i = 0; i < words.length; i++ {
    words[i] = words[i].charAt(0).toUpperCase() + words[i].slice(1).toLowerCase();
  }
  return words.join(" ");
}

module.exports = titleCase;
