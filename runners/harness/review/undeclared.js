'use strict';
// A rule for ESLint: a name that gets a value and is declared nowhere in its file. Its own rules report each name that
// is only read as well (another script of the page may declare it), or each function of a script.

// Of the names that browsers know these get a value by mistake: whoever means the window's own says so.
const WINDOWS = ['closed', 'event', 'length', 'name', 'origin', 'parent', 'self', 'status', 'top'];

const rule = {
  meta: { type: 'problem', schema: [], messages: { undeclared: "'{{name}}' is declared nowhere." } },
  create: ({ report, sourceCode }) => ({
    Program() {
      const told = new Set();
      const { set, through } = sourceCode.scopeManager.globalScope;
      const known = WINDOWS.map((name) => set.get(name)).filter((variable) => variable?.defs.length === 0);
      const uses = [...through, ...known.flatMap((variable) => variable.references)].filter((use) => use.isWrite());
      for (const { identifier } of uses.sort((a, b) => a.identifier.range[0] - b.identifier.range[0])) {
        if (told.has(identifier.name)) continue;
        told.add(identifier.name);
        report({ node: identifier, messageId: 'undeclared', data: { name: identifier.name } });
      }
    },
  }),
};

module.exports = { rules: { 'undeclared-name': rule } };
