// The first letters of a name, as capital letters.
// initials("Amina Haddad") gives back "AH".

function initials(name) {
  const parts = name.split(" ");
  let letters = "";
  for (var i = 0; i < parts.length; i++) {
    letters = letters + parts[i].charAt(0);
  }
  return letters;
}

module.exports = initials;
