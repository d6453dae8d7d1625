function count(list, wanted) {
  let found = 0;
  for (const item of list) {
    if (wanted(item)) found += 1;
  }
  return found;
}

const red = (list) => count(list, (item) => item === "red");
const blue = (list) => count(list, (item) => item !== "blue");

module.exports = { red, blue };
