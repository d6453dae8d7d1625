'use strict';
// Starts the student's side from one file that holds it all. Usage: main.js PACK

const { makeRequire, read } = require('../common/pack.js');

makeRequire(read(process.argv[2]).runInThisContext(), require)('serve').serve();
