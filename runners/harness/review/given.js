'use strict';
// A remark may stand in a line of the template and come of another, which the student wrote: an element that is no more
// closed, a name that nothing uses any more. What the template had before is what its own text is told as well.

// As a formatter leaves it: white space, the kind of quotes and what ends a line may differ.
function bare(line) {
  const text = line.replace(/\s+/g, '').replace(/['`]/g, '"');
  let end = text.length;
  while (end > 0 && ';,'.includes(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

const bareLines = (text) => text.split('\n').map(bare);

async function readGiven(read, file) {
  try {
    return await read(file);
  } catch {
    return null;
  }
}

// Sets `given: false` on remarks in lines of the template that the template's text does not get, read by `read` too.
async function tellGiven(read, { path, text, given }, remarks) {
  if (!given || remarks.length === 0) return;
  const mine = bareLines(text);
  const theirs = bareLines(given);
  const shared = new Set(theirs);
  const inTemplate = remarks.filter(({ line }) => shared.has(mine[line - 1] ?? ''));
  if (inTemplate.length === 0) return;
  let said = await readGiven(read, { path, text: given, like: text });
  // What is no module any more cannot be read as what it is now.
  if (!said || said.unreadable) said = await readGiven(read, { path, text: given });
  // A tool that cannot read it has no word on any of its lines.
  if (!said || said.unreadable) return;
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
