'use strict';
// What the arguments of node:test's functions say, in whichever form they come.

function parts(args) {
  let [name, options, fn] = args;
  if (typeof name === 'function') [name, options, fn] = [undefined, undefined, name];
  else if (typeof name === 'object' && name !== null) {
    [name, options, fn] = [undefined, name, options];
  } else if (typeof options === 'function') [options, fn] = [undefined, options];
  return { name: String(name || fn?.name || '<anonymous>'), options: options ?? {}, fn };
}

module.exports = { parts };
