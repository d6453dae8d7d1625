// The label on the back of a book: the first three letters of the author's last name in capital
// letters, a space, and the year.
// label({ author: "Michael Ende", year: 1973 }) gives back "END 1973".

function label({ author, year = "?" }) {
  const lastName = author.split(" ").pop();
  return `${lastName.slice(0, 3).toUpperCase()} ${year}`;
}

module.exports = label;
