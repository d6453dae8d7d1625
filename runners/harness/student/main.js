'use strict';
// The student's side of the membrane: a jail of its own, in which nothing but the submission's code
// runs, asked by a judge in another one.

const { randomBytes } = require('crypto');
const { types } = require('util');
const { openWire } = require('../membrane/wire.js');
const { Refusal, makeMembrane } = require('../membrane/membrane.js');
const { takeRealm } = require('../membrane/realm.js');
const { sweep } = require('./sweep.js');
const { makeGlobals } = require('./globals.js');
const { makeModules } = require('./modules.js');

const PIPE = 3;
const BELL = 4;
const { reallyExit } = process;
const leave = () => Reflect.apply(reallyExit, process, [0]);
const later = setImmediate;

let counter = 0;
const prefix = randomBytes(6).toString('hex');
const ids = () => {
  counter += 1;
  return `${prefix}${counter}`;
};

const wire = openWire({ pipe: PIPE, bell: BELL, onBell });
const modules = makeModules();
const globals = makeGlobals((...values) => ask(...values), Refusal);

const membrane = makeMembrane({
  side: 's', wire, ids, types, BytesOf: Buffer, realm: takeRealm(globalThis),
  serve: { ...modules.operations, ...globals.operations },
  word: modules.failureOf,
  forgetful: sweep,
});

// Whatever cannot be asked any more ends this process: the judge is gone, or does not listen.
function ask(...values) {
  return membrane.ask(...values);
}

function rest(id) {
  later(() => guarded(() => membrane.reply(id, 'r', 'null', false)));
}

function guarded(work) {
  try {
    work();
  } catch {
    leave();
  }
}

function onBell() {
  guarded(() => {
    if (!membrane.heard(true)) return;
    // What the event loop has to do waits, as it would in one process, until the judge rests.
    for (;;) {
      const message = membrane.receive();
      if (message.d === 'rest') {
        rest(message.i);
        return;
      }
      membrane.answer(message, true);
    }
  });
}

for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error) => {
    if (membrane.over()) leave();
    guarded(() => ask('stray', event, error));
  });
}
