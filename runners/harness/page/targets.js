"use strict";
// Which elements a target means: by the browser's own accessibility tree, by label, by text, by
// selector.
const kMaxFound = 200;
const kAlso = { img: ["image"], none: ["presentation"] };

const tidy = (text) => String(text ?? "").replace(/\s+/g, " ").trim();
const fits = (wanted, text) =>
  wanted.matches === undefined
    ? tidy(text) === tidy(wanted.text)
    : new RegExp(wanted.matches, wanted.flags).test(tidy(text).slice(0, 2000));

async function withRole(world, role) {
  const { root } = await world.protocol.send("DOM.getDocument", { depth: 0 });
  const nodes = [];
  for (const one of [role, ...(kAlso[role] ?? [])]) {
    const answer = await world.protocol.send("Accessibility.queryAXTree", {
      backendNodeId: root.backendNodeId, role: one,
    });
    nodes.push(...answer.nodes.filter((node) => !node.ignored && node.backendDOMNodeId));
  }
  return nodes;
}

// Remembers what the target means as `grader.found`. {count, near}: near are names of others that
// are alike, where there is none.
async function find(world, target) {
  if (target.role !== undefined) {
    const nodes = await withRole(world, target.role);
    const named = nodes.filter((node) => !target.name || fits(target.name, node.name?.value));
    await world.remember(named.slice(0, kMaxFound).map((node) => node.backendDOMNodeId));
    const near = named.length > 0 ? [] : nodes.slice(0, 10)
      .map((node) => `${target.role} "${tidy(node.name?.value).slice(0, 80)}"`);
    return { count: named.length, near };
  }
  const [kind] = Object.keys(target);
  return world.call((kind, wanted, most) => {
    const all = grader.find[kind](wanted);
    grader.found = all.slice(0, most);
    const near = grader.found.length > 0 || kind !== "label" ? [] :
      [...new Set(grader.controls().flatMap((one) => grader.labels(one)).concat(grader.lost()))].slice(0, 10)
        .map((text) => grader.cut(text, 100));
    return { count: all.length, near };
  }, kind, target[kind], kMaxFound);
}

// The first one that can be seen becomes `grader.found[0]`; false: there is none, and none comes.
async function findOne(world, target, until) {
  for (;;) {
    const { count } = await find(world, target);
    const one = count > 0 && await world.call(() => {
      const shown = grader.found.find((element) => grader.shown(element));
      if (shown) grader.found = [shown];
      return Boolean(shown);
    });
    if (one) return true;
    if (Date.now() > until || await world.call(() => grader.isStill())) return false;
    await new Promise((done) => setTimeout(done, 50));
  }
}

module.exports = { find, findOne, fits };
