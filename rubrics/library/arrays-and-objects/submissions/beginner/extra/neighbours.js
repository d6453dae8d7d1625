// Who lives in which city: byCity(people) gives back an object with a list of names for each city,
// for example { Girona: ["Amina", "Nour"], Lleida: ["Oleh"] }.

function byCity(people) {
  const cities = {};
  for (const person of people) {
    cities[person.city] = [person.name];
  }
  return cities;
}

module.exports = byCity;
