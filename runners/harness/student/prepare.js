'use strict';
// Once for a layer: the pack of the student's side. Usage: prepare.js FILE

const path = require('path');
const { write } = require('../common/pack.js');

write(process.argv[2], [path.join(__dirname, 'serve.js')], '/node_modules', (source) => source, { whole: true });
