exports.sum = (list) => list.length;
