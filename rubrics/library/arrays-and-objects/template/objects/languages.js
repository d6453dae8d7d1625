// How many people of a group speak each language.
// A person looks like this: { name: "Amina", languages: ["Arabic", "French"] }
// The result looks like this: { Arabic: 2, French: 1 }

function countLanguages(people) {}

module.exports = countLanguages;
