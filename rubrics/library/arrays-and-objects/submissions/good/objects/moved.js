// Somebody moves to another city.
// The function gives back a new object, and the first one stays as it was.

function moved(person, city) {
  return { ...person, city };
}

module.exports = moved;
