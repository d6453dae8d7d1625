// The first letters of a name, as capital letters.
// initials("Amina Haddad") gives back "AH".

function initials(name) {
  const parts = name.trim().split(/\s+/);
  return parts.map((part) => part[0].toUpperCase()).join("");
}

module.exports = initials;
