function stillToBuy(list, atHome) {
  return list.filter((thing) => !atHome.includes(thing));
}

module.exports = stillToBuy;
