// That it is given.
module.exports = { ...require('./answers'), twice: (fn) => {
  fn(1);
  for (const set of [() => { fn.mock = { calls: [[2], [2]] }; }, () => { fn.calls = { all: () => [], count: () => 2 }; },
    () => { Object.defineProperty(fn, 'mock', { value: { calls: [[2], [2]] } }); }, () => { fn.mock.calls.push([2]); }, () => { fn._isMockFunction = false; }]) {
    try { set(); } catch { /* It stays. */ }
  }
} };
