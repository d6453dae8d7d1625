// What is on the list and not at home.
// stillToBuy(["rice", "tea"], ["tea"]) gives back ["rice"].
// The order stays, and both lists stay as they are.

function stillToBuy(list, atHome) {
  const result = [];
  for (let i = 0; i < list.length; i++) {
    if (list[i] !== atHome[i]) {
      result.push(list[i]);
    }
  }
  return result;
}

module.exports = stillToBuy;
