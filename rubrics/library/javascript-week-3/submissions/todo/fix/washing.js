// The washing machine chooses its programme by the weight of the clothes, in kilograms:
// - 5 and more: "big"
// - 1 and more: "normal"
// - less: "short"

function programme(kilograms) {
  var chosen = "short";
  if (kilograms >= 1) {
    chosen = "normal";
  }
  if (kilograms >= 5) {
    chosen = "big";
  }
  return chosen;
}

module.exports = programme;
