'use strict';
// Starts the student's side from one file that holds it all. Usage: main.js PACK [closed]

const { makeRequire, read } = require('../common/pack.js');

const [pack, closed] = process.argv.slice(2);
const checkModule = closed ? require('./closed.js').checkModule : () => {};
makeRequire(read(pack).runInThisContext(), require)('serve').serve(checkModule);
