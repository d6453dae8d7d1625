'use strict';
// The student's side of the membrane: a jail of its own, in which nothing but the submission's code
// runs, asked by a judge in another one.

const { types } = require('util');
const { openWire } = require('../membrane/wire.js');
const { Gone, Refusal, makeMembrane } = require('../membrane/membrane.js');
const { takeRealm } = require('../membrane/realm.js');
const { sweep } = require('./sweep.js');
const { makeGains } = require('./gains.js');
const { makeGlobals } = require('./globals.js');
const { makeModules } = require('./modules.js');

const PIPE = 3;
const BELL = 4;
const { getActiveResourcesInfo, reallyExit } = process;
const leave = () => Reflect.apply(reallyExit, process, [0]);
const later = setImmediate;

// `checkModule`: see modules.js.
function serve(checkModule) {
  Error.stackTraceLimit = 30;  // our part in loading must not hide who asked

  // Only who asks has to know them again: no secret is among them.
  let counter = 0;
  const ids = () => {
    counter += 1;
    return `s${counter}`;
  };

  const wire = openWire({ pipe: PIPE, bell: BELL });
  const realm = takeRealm(globalThis);
  const gains = makeGains(realm, (...values) => membrane.ask('gain', ...values));
  const modules = makeModules((name) => membrane.ask('renamed', name), checkModule, gains.look);
  const globals = makeGlobals((...values) => membrane.ask(...values), Refusal);
  const idle = getActiveResourcesInfo().length;
  let membrane = newSession();

  // One for each test file.
  function newSession() {
    return makeMembrane({
      side: 's', wire, ids, types, BytesOf: Buffer, realm,
      serve: { ...modules.operations, ...globals.operations },
      word: modules.failureOf,
      arrived: globals.arrived,
      ran: gains.tell,
      left: globals.left,
      forgetful: sweep,
    });
  }

  // Whatever cannot be asked any more ends this process: the judge is gone, or does not listen.
  function guarded(work) {
    try {
      work();
    } catch {
      leave();
    }
  }

  // Whether the code that ran left nothing that code of another session could see.
  const isClean = () => !modules.isLasting() && !realm.changed() &&
    getActiveResourcesInfo().length <= idle;

  const isLast = ({ d: what }) => what === 'rest' || what === 'end';

  function atLast({ i: id, d: what }) {
    if (what === 'rest') {
      later(() => guarded(() => membrane.reply(id, 'r', 'null', false)));
      return;
    }
    globals.restore();
    modules.reset();
    membrane.reply(id, 'r', isClean() ? 'true' : 'false', false);
    membrane.end('closed');
    membrane = newSession();
  }

  wire.listen((closed) => guarded(() => {
    if (closed) leave();
    let message = membrane.heard(true);
    // What the event loop has to do waits, as it would in one process, until the judge rests.
    while (message !== null && !isLast(message)) {
      message = membrane.receive();
      if (!isLast(message)) membrane.answer(message, true);
    }
    if (message !== null) atLast(message);
  }));

  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error) => {
      // Of a session that is over nothing is told.
      if (error instanceof Gone) return;
      guarded(() => membrane.ask('stray', event, error));
    });
  }
}

module.exports = { serve };
