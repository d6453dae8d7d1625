'use strict';
// What Babel does not read though Node does: it takes each file for a module, where what is declared
// twice is a mistake, as it is within a block.

const vm = require('vm');

// Throws where CommonJS code is none to Babel.
function readStrictly(source, filename) {
  const code = source.replace(/^#!.*/, '');
  new vm.Script(`"use strict";${code}`, { filename });
  new vm.Script(`"use strict";{${code}\n}`, { filename });
}

module.exports = { readStrictly };
