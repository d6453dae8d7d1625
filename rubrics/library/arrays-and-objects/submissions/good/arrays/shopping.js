// What is on the list and not at home.
// stillToBuy(["rice", "tea"], ["tea"]) gives back ["rice"].
// The order stays, and both lists stay as they are.

function stillToBuy(list, atHome) {
  return list.filter((item) => !atHome.includes(item));
}

module.exports = stillToBuy;
