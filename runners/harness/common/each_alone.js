'use strict';
// Several test files, each in a process of its own: what one leaves behind is gone for the next.

const { spawnSync } = require('child_process');

const LINES_OF_ONE_FILE = 10;  // more than one process writes

// Runs `script` for each file of the request. Their lines come after those that this process wrote;
// returns the number of the line that comes after all of theirs.
function runEachAlone({ request, delegate }, script) {
  request.files.forEach((file, index) => {
    spawnSync(process.execPath, [...process.execArgv, script], {
      input: delegate(file, (index + 1) * LINES_OF_ONE_FILE), stdio: ['pipe', 'inherit', 'inherit'],
    });
  });
  return (request.files.length + 1) * LINES_OF_ONE_FILE;
}

module.exports = { runEachAlone };
