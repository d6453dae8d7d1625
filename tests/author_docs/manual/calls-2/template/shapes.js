class Stack {}

function each(list, visit) {}

function doubled(list) {}

function counter(number) {}

module.exports = { Stack, each, doubled, counter };
