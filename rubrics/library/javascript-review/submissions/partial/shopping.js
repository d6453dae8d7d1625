// A shopping list for the week, and what it costs.

function costOf(items, prices) {
  let total = 0;
  for (const item of items) {
    total += prices[item] ?? 0;
  }
  console.log("total", total);
  return total;
}

function isOnList(items, wanted) {
  if (items.includes(wanted)) {
    return true;
  } else {
    return false;
  }
}

module.exports = { costOf, isOnList };
