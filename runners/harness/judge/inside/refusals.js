'use strict';
// What cannot be judged from another jail. The first reason counts, whatever the tests make of the
// error that tells it. `theirs`: it is the submission's doing alone.

const { Refusal } = require('../../membrane/membrane.js');

function makeRefusals() {
  let found = null;
  function note(why, theirs = false) {
    found ??= { refused: String(why).slice(0, 200), ...(theirs ? { theirs } : {}) };
  }
  function refuse(why) {
    note(why);
    throw new Refusal(why);
  }
  return { refuse, note, found: () => found };
}

module.exports = { makeRefusals };
