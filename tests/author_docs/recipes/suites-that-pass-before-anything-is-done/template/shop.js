function red(list) {
  let found = 0;
  for (const item of list) {
    if (item === "red") found += 1;
  }
  return found;
}

function blue(list) {
  let found = 0;
  for (const item of list) {
    if (item === "blue") found += 1;
  }
  return found;
}

module.exports = { red, blue };
