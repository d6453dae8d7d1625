// The washing machine chooses its programme by the weight of the clothes, in kilograms:
// - 5 and more: "big"
// - 1 and more: "normal"
// - less: "short"

function programme(kilograms) {
  if (kilograms > 5) {
    return "big";
  } else if (kilograms > 1) {
    return "normal";
  } else {
    return "short";
  }
}

module.exports = programme;
