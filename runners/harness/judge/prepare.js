'use strict';
// Once for a layer: the pack of a framework's judge. Usage: prepare.js FRAMEWORK FILE

const path = require('path');
const { write } = require('../common/pack.js');
const { asCommonJs } = require('./convert.js');

const MODULES = '/node_modules';
const inside = (name) => path.join(__dirname, 'inside', `${name}.js`);

const [framework, out] = process.argv.slice(2);
const colorless = inside('colorless');
const known = inside('jest_util');
write(out, [inside('start'), inside(framework)], MODULES, asCommonJs,
  { instead: { chalk: colorless, picocolors: colorless, 'ansi-styles': colorless },
    later: { 'jest-message-util': known, 'jest-util': known } });
