// Who lives in which city: byCity(people) gives back an object with a list of names for each city,
// for example { Girona: ["Amina", "Nour"], Lleida: ["Oleh"] }.

function byCity(people) {}

module.exports = byCity;
