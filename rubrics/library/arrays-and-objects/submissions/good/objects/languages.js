// How many people of a group speak each language.
// A person looks like this: { name: "Amina", languages: ["Arabic", "French"] }
// The result looks like this: { Arabic: 2, French: 1 }

function countLanguages(people) {
  const counts = {};
  for (const person of people) {
    for (const language of person.languages) {
      counts[language] = (counts[language] ?? 0) + 1;
    }
  }
  return counts;
}

module.exports = countLanguages;
