'use strict';
// Other names for modules, as jest's moduleNameMapper gives them.

// [[pattern, target or targets]], as text, for namesFor().
const readRows = (rows) => (rows ?? []).map(([pattern, to]) => [new RegExp(pattern), [to].flat()]);

// What to try instead of `name`, in its order; null: it keeps its own.
function namesFor(rows, name) {
  for (const [pattern, targets] of rows) {
    const found = pattern.exec(name);
    if (found) return targets.map((to) => to.replace(/\$(\d+)/g, (_, group) => found[group] ?? ''));
  }
  return null;
}

const isPath = (name) => /^(?:\.{1,2}(?:\/|$)|\/)/.test(name);

module.exports = { isPath, namesFor, readRows };
