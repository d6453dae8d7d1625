// The first letters of a name, as capital letters.
// initials("Amina Haddad") gives back "AH".

function initials(name) {
  var letters = "";
  var before = " ";
  for (const letter of name) {
    if (before == " " && letter != " ") {
      letters = letters + letter.toUpperCase();
    }
    before = letter;
  }
  return letters;
}

module.exports = initials;
