// A shopping list for the week, and what it costs.

var apiKey = "sk_live_4f9a8b7c6d5e4f3a2b1c0d9e";

function costOf(items, prices) {
  var t = 0;
  var unused = 5;
  for (var i = 0; i < items.length; i++) {
    // t = t + prices[i];
    // console.log(t);
    t = t + prices[items[i]];
  }
  return t;
  console.log("done");
}

function isOnList(items, wanted) {
  try {
    for (const item of items) {
      if (item == wanted) {
        return true;
      }
    }
  } catch (error) {}
  return false;
}

module.exports = { costOf, isOnList, apiKey };
