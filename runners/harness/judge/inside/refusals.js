'use strict';
// What cannot be judged from another jail. The first reason counts, whatever the tests make of the
// error that tells it.

const { Refusal } = require('../../membrane/membrane.js');

function makeRefusals() {
  let reason = '';
  function refuse(why) {
    if (!reason) reason = String(why).slice(0, 200);
    throw new Refusal(why);
  }
  return {
    refuse,
    note(why) {
      if (!reason) reason = String(why).slice(0, 200);
    },
    reason: () => reason,
  };
}

module.exports = { makeRefusals };
