"use strict";
// What the rubric says and no browser knows: selectors that are none, styles that do not exist. It
// is told before the page is opened, since no page can be blamed for it.
const { near } = require("../common/near.js");

function targetsOf(value, found) {
  if (value === null || typeof value !== "object") return found;
  for (const [key, part] of Object.entries(value)) {
    if (key === "css" && typeof part === "string") found.push(part);
    else targetsOf(part, found);
  }
  return found;
}

// [{act, kind: "css" or "style", text, near}]
async function wrongWords(world, acts) {
  const words = acts.flatMap((act, at) => [
    ...targetsOf(act, []).map((text) => ({ act: at, kind: "css", text })),
    ...(act.styles ?? []).map((text) => ({ act: at, kind: "style", text })),
  ]);
  if (words.length === 0) return [];
  const known = await world.call((all) => all.map(({ kind, text }) => {
    if (kind === "style") return CSS.supports(text, "inherit");
    try {
      document.createDocumentFragment().querySelector(text);
      return true;
    } catch {
      return false;
    }
  }), words);
  const wrong = words.filter((_, index) => !known[index]);
  if (!wrong.some(({ kind }) => kind === "style")) return wrong;
  const styles = await world.call(() => [...getComputedStyle(document.documentElement)]);
  return wrong.map((word) => ({ ...word, near: word.kind === "style" ? near(word.text, styles) : "" }));
}

module.exports = { wrongWords };
