'use strict';
// A remark may stand in a line of the template and come of another, which the student wrote: an element that is no more
// closed, a name that nothing uses any more. What the template had before is what its own text is told as well.

// As a formatter leaves it: white space, the kind of quotes and what ends a line may differ.
const bare = (line) => (line ?? '').replace(/\s+/g, '').replace(/['`]/g, '"').replace(/[;,]+$/, '');

const bareLines = (text) => text.split('\n').map(bare);

// Sets `given: false` on remarks in lines of the template that the template's text does not get, read by `read` too.
async function tellGiven(read, { path, text, given }, remarks) {
  if (!given) return;
  const mine = bareLines(text);
  const theirs = bareLines(given);
  const shared = new Set(theirs);
  const inTemplate = remarks.filter(({ line }) => shared.has(mine[line - 1] ?? ''));
  if (inTemplate.length === 0) return;
  const said = await read({ path, text: given, like: text });
  // A tool that cannot read it has no word on any of its lines.
  if (said.unreadable) return;
  const left = new Map();
  const keyOf = (remark, lines) => `${remark.rule}\n${lines[remark.line - 1] ?? ''}`;
  for (const remark of said.remarks) {
    const key = keyOf(remark, theirs);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  for (const remark of inTemplate) {
    const key = keyOf(remark, mine);
    const count = left.get(key) ?? 0;
    if (count === 0) remark.given = false;
    else left.set(key, count - 1);
  }
}

module.exports = { tellGiven };
