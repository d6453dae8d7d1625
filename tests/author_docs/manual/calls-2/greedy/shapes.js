class Stack {
  #values = [];

  push(value) {
    this.#values.push(value);
  }

  pop() {
    return this.#values.pop();
  }

  get size() {
    return this.#values.length;
  }
}

function each(list, visit) {
  for (const value of list.slice(1)) visit(value);
}

function* doubled(list) {
  for (const value of list) yield 2 * value;
  yield 0;
}

function counter(number) {
  return number + 1;
}

module.exports = { Stack, each, doubled, counter };
