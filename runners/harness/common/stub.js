'use strict';
// What stands in for modules that are not there while tests are listed.

const fs = require('fs');

// A value that takes every use without a complaint. `noteUse` is called where its content would
// show (as text, as a list), since names made from it are not the real ones.
function makeStub(noteUse) {
  const target = function stub() {};
  const empty = () => '';
  const proxy = new Proxy(target, {
    get(_, key) {
      if (key === 'then') return undefined;  // not a promise
      if (key === Symbol.toPrimitive || key === 'toString' || key === 'toJSON') {
        noteUse();
        return empty;
      }
      if (key === Symbol.iterator) {
        noteUse();
        return [][Symbol.iterator].bind([]);
      }
      if (key === 'prototype') return target.prototype;
      if (key === '__esModule') return false;
      return proxy;
    },
    has: () => true,
    ownKeys(object) {
      noteUse();
      return Reflect.ownKeys(object);
    },
    set: () => true,
    defineProperty: () => true,
    apply: () => proxy,
    construct: () => proxy,
  });
  return proxy;
}

// The names that the file imports from `specifier`; an ES module must export exactly what is asked.
function importedNames(file, specifier) {
  let source = '';
  try {
    source = fs.readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  const names = new Set();
  const statement = /(?:import|export)\s+([^'";]*?)\s+from\s*(['"])([^'"]+)\2/g;
  for (const [, clause, , from] of source.matchAll(statement)) {
    if (from !== specifier) continue;
    for (const part of /\{([^}]*)\}/.exec(clause)?.[1].split(',') ?? []) {
      const name = part.trim().split(/\s+as\s+/)[0];
      const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
      if (isName && name !== 'default') names.add(name);
    }
  }
  return [...names];
}

// The text of an ES module whose exports are the stub that the process keeps under this name.
function stubModule(names) {
  const value = "globalThis[Symbol.for('grader.stub')]";
  const lines = names.map((name) => `const s_${name} = ${value}; export { s_${name} as ${name} };`);
  return `export default ${value};\n${lines.join('\n')}`;
}

module.exports = { importedNames, makeStub, stubModule };
