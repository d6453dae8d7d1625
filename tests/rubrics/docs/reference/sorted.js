exports.sorted = (list) => [...list].sort((a, b) => a - b);
