function countLanguages(people) {
  const counts = {};
  for (const language of people.flatMap((person) => person.languages)) {
    counts[language] = (counts[language] ?? 0) + 1;
  }
  return counts;
}

module.exports = countLanguages;
