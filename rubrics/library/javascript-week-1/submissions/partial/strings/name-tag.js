// A name tag for the first day.
// nameTag("Amina", "Aleppo") gives back "Amina, from Aleppo".
// Spaces around the name and around the city are left out.

function nameTag(name, city) {
  var t = name + ", from " + city;
  return t;
}

module.exports = nameTag;
