'use strict';
// How the functions of tests end, seen by one of ours that stands in the place of each, so that
// nothing that is done to a framework can show it another function or another end.
//
// The submission shares this realm: what is used while it runs is taken from its module before.

const { apply, getOwnPropertyDescriptor } = Reflect;
const { prototype } = Promise;
const { then } = prototype;

// Whether waiting for a promise asks nobody but the engine.
function promisesAreWhole() {
  return prototype.then === then &&
    getOwnPropertyDescriptor(prototype, 'constructor').value === Promise;
}

// `judge()` says "" or why what is asserted cannot be believed; it is asked after each test.
function makeEndings(judge) {
  let problem = '';

  function doubt(why) {
    if (!problem) problem = why;
  }

  // `one` of a test that has not begun: {ran, threw, ended}.
  const fresh = () => ({ ran: false, threw: false, ended: false });

  function begin(one) {
    one.ran = true;
    one.threw = false;
    one.ended = false;
  }

  function end(one) {
    one.ended = true;
    doubt(judge());
  }

  function threw(one) {
    one.threw = true;
    doubt(judge());
  }

  async function settled(result, one) {
    try {
      const value = await result;
      end(one);
      return value;
    } catch (error) {
      threw(one);
      throw error;
    }
  }

  function calledBack(one, done) {
    return (error) => {
      if (error) threw(one);
      else end(one);
      return apply(done, undefined, [error]);
    };
  }

  function call(one, fn, self, args) {
    try {
      return apply(fn, self, args);
    } catch (error) {
      threw(one);
      throw error;
    }
  }

  // Calls a test's function whose end is its return, or that of the promise that it returns.
  function follow(one, fn, self, args) {
    begin(one);
    const result = call(one, fn, self, args);
    if (typeof result?.then !== 'function') {
      end(one);
      return result;
    }
    if (!promisesAreWhole()) doubt('promises were changed');
    return settled(result, one);
  }

  // The same where it ends by calling `done`, which stands in `args` as wrapped by calledBack().
  function followCallback(one, fn, self, args) {
    begin(one);
    return call(one, fn, self, args);
  }

  return { calledBack, doubt, follow, followCallback, fresh, problem: () => problem };
}

module.exports = { makeEndings };
