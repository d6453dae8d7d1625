// How many people of a group speak each language.
// A person looks like this: { name: "Amina", languages: ["Arabic", "French"] }
// The result looks like this: { Arabic: 2, French: 1 }

function countLanguages(people) {
  let o = {};
  for (const person of people) {
    for (const language of person.languages) {
      if (o[language] === undefined) {
        o[language] = 0;
      }
      o[language] = o[language] + 1;
    }
  }
  // console.log(o);
  // return people;
  return o;
}

module.exports = countLanguages;
