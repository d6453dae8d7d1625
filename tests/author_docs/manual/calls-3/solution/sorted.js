function sorted(list) {
  return [...list].sort((one, other) => one - other);
}

module.exports = { sorted };
