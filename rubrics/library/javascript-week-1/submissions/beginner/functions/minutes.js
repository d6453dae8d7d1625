// Hours and minutes, as minutes. minutes(2, 5) gives back 125.

function minutes(h, m) {
  let result = h * 60 + m;
  console.log(result);
  return result;
}

module.exports = minutes;
