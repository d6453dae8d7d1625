// The washing machine chooses its programme by the weight of the clothes, in kilograms:
// - 5 and more: "big"
// - 1 and more: "normal"
// - less: "short"

function programme(kilograms) {
  if (kilograms >= 5) {
    return "big";
  }
  if (kilograms >= 1) {
    return "normal";
  }
  return "short";
}

module.exports = programme;
