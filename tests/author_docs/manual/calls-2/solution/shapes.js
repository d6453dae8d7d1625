class Stack {
  #values = [];

  push(value) {
    this.#values.push(value);
  }

  pop() {
    if (this.#values.length === 0) throw new RangeError("the stack is empty");
    return this.#values.pop();
  }

  get size() {
    return this.#values.length;
  }
}

function each(list, visit) {
  for (const value of list) visit(value);
}

function* doubled(list) {
  for (const value of list) yield 2 * value;
}

function counter(number) {
  return () => {
    number += 1;
    console.log(number);
    return number;
  };
}

module.exports = { Stack, each, doubled, counter };
