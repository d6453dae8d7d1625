function sorted(list) {
  return list.sort();
}

module.exports = { sorted };
