// A name tag for the first day.
// nameTag("Amina", "Aleppo") gives back "Amina, from Aleppo".
// Spaces around the name and around the city are left out.

function nameTag(name, city) {
  return `${name.trim()}, from ${city.trim()}`;
}

module.exports = nameTag;
