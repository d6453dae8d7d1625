'use strict';
// A rule for ESLint: a name that gets a value and is declared nowhere in its file. Its own rules report each name that
// is only read as well (another script of the page may declare it), or each function of a script.

const rule = {
  meta: { type: 'problem', schema: [], messages: { undeclared: "'{{name}}' is declared nowhere." } },
  create: ({ report, sourceCode }) => ({
    Program() {
      const told = new Set();
      for (const { identifier } of sourceCode.scopeManager.globalScope.through.filter((use) => use.isWrite())) {
        if (told.has(identifier.name)) continue;
        told.add(identifier.name);
        report({ node: identifier, messageId: 'undeclared', data: { name: identifier.name } });
      }
    },
  }),
};

module.exports = { rules: { 'undeclared-name': rule } };
