// The label on the back of a book: the first three letters of the author's last name in capital
// letters, a space, and the year.
// label({ author: "Michael Ende", year: 1973 }) gives back "END 1973".

let printed = 0;

// How many labels did we print in this minute?
setInterval(() => {
  printed = 0;
}, 60_000);

function label({ author, year = "?" }) {
  printed += 1;
  const lastName = author.split(" ").pop();
  return `${lastName.slice(0, 3).toUpperCase()} ${year}`;
}

module.exports = label;
