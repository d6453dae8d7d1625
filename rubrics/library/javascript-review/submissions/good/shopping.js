// A shopping list for the week, and what it costs.

function costOf(items, prices) {
  let total = 0;
  for (const item of items) {
    total += prices[item] ?? 0;
  }
  return total;
}

function isOnList(items, wanted) {
  return items.some((item) => item.toLowerCase() === wanted.toLowerCase());
}

module.exports = { costOf, isOnList };
