"use strict";
// What is looked at. Each gives what was seen, as plain data; whether that is as it should be is
// decided elsewhere.
const fs = require("node:fs");
const { find } = require("./targets.js");
const { take } = require("./steps.js");
const { placeOf } = require("./server.js");

const kMaxSeen = 200;
const kFew = 20;  // of more the texts are cut short
const kMaxTabs = 120;
// What scripts say of a server that did not answer.
const kNotReached = /^(?:\w*Error: )?Failed to fetch$|AxiosError: Network Error|\bnet::ERR_|^(?:Error: )?Network Error$/;

async function see(visit, ask) {
  if (ask.width) await visit.resize(ask.width);
  const { count, near } = await find(visit.world, ask.target);
  const seen = await visit.world.call(
    (attributes, styles, most, few) => {
      const size = grader.found.length > few ? 200 : 2000;
      return grader.found.slice(0, most).map((one) => grader.see(one, attributes, styles, size));
    }, ask.attributes, ask.styles, kMaxSeen, kFew);
  if (ask.width) await visit.resize(visit.width);
  return { count, near, seen };
}

async function keyboard(visit, ask) {
  visit.touched = true;
  const { count, near } = await find(visit.world, ask.target);
  await visit.world.call(() => {
    grader.wanted = grader.found.filter((one) => grader.shown(one));
    // From the beginning, wherever a step has left the focus: the next stop comes after what had it last.
    const given = document.body.getAttribute("tabindex");
    document.body.tabIndex = -1;
    document.body.focus({ preventScroll: true });
    document.body.blur();
    if (given === null) document.body.removeAttribute("tabindex");
    else document.body.setAttribute("tabindex", given);
    grader.before = new Map(grader.wanted.map((one) => [one, grader.looks(one)]));
    grader.after = new Map();
    scrollTo(0, 0);
  });
  for (let tabs = 0; tabs < kMaxTabs; ++tabs) {
    await visit.page.keyboard.press("Tab");
    const more = await visit.world.call(async () => {
      const at = document.activeElement;
      if (at === null || at === document.body || at === document.documentElement) return false;
      if (grader.before.has(at) && !grader.after.has(at)) {
        const slow = getComputedStyle(at).transitionDuration.split(",").some((one) => parseFloat(one) > 0);
        if (slow) await new Promise((done) => setTimeout(done, 400));
        grader.after.set(at, grader.looks(at));
      }
      return grader.after.size < grader.wanted.length;
    });
    if (!more) break;
  }
  const stops = await visit.world.call((most) => grader.wanted.slice(0, most).map((one) => {
    // Of radio buttons with one name the keyboard stops at one.
    const reached = grader.after.has(one) || (one.type === "radio" && one.name !== "" &&
      [...grader.after.keys()].some((other) => other.type === "radio" && other.name === one.name && other.form === one.form));
    const visible = !grader.after.has(one) || grader.after.get(one) !== grader.before.get(one);
    return { described: grader.describe(one), reached, visible };
  }), 100);
  return { count, near, stops };
}

async function form(visit, ask) {
  if (visit.touched) await visit.open();
  visit.touched = true;
  const { count } = await find(visit.world, ask.target);
  if (count === 0) return { form: "not_there" };
  if (ask.refused) {
    await find(visit.world, ask.refused);
    await visit.world.call(() => grader.remember());
  }
  for (const [index, step] of ask.fill.entries()) {
    const why = await take(visit, step);
    if (why) return { form: "step", step: index, why };
  }
  if (ask.refused) await find(visit.world, ask.refused);
  await visit.world.call((refused) => { grader.asked = refused ? grader.changed() : []; }, Boolean(ask.refused));
  if (ask.rest) {
    await find(visit.world, ask.target);
    await visit.world.call((now) => {
      const owner = grader.found[0].closest("form");
      if (owner) grader.fill(owner, grader.asked, now);
    }, visit.check.clock === null ? Date.now() : Date.parse(visit.check.clock));
    await visit.settle();
  }
  await find(visit.world, ask.target);
  const button = await visit.world.call(() => {
    const owner = grader.found[0].closest("form") ?? grader.found[0];
    const buttons = [...(owner.elements ?? owner.querySelectorAll("*"))].concat([...owner.querySelectorAll("input[type=image]")])
      .filter((one) => one.matches("button:not([type]), button[type=submit], input[type=submit], input[type=image]"));
    const one = buttons.find((button) => grader.shown(button));
    grader.found = one ? [one] : [];
    return one ? { disabled: one.matches(":disabled") } : null;
  });
  if (!button && !ask.refused) return { form: "no_button" };
  if (button?.disabled) return { form: "disabled" };
  const place = button && await visit.world.call(() => grader.point(grader.found[0]));
  if (ask.refused) {
    await find(visit.world, ask.refused);
    const known = await visit.world.call(() => {
      const still = (grader.asked ?? []).filter((one) => one.isConnected);
      grader.refused = still.length > 0 ? still : grader.found;
      return grader.refused.length;
    });
    if (known === 0) return { form: "no_field" };
  }
  visit.world.told.length = 0;
  if (place) await visit.page.mouse.click(place.x, place.y);
  if (!button) {
    // What its fields ask for can be told all the same.
    await find(visit.world, ask.target);
    await visit.world.call(() => (grader.found[0].closest("form") ?? grader.found[0]).requestSubmit?.());
  }
  await new Promise((done) => setTimeout(done, 50));
  await visit.settle();
  const told = visit.world.told;
  return {
    form: told.includes("submit") ? "accepted" : told.some((one) => one.startsWith("invalid")) ? "refused" : "nothing",
    asked: told.some((one) => one.startsWith("invalid asked ")),
    fields: [...new Set(told.filter((one) => one.startsWith("invalid")).map((one) => one.split(" ").slice(2).join(" ")))].slice(0, 10),
  };
}

// A place as it is written, and as it is meant: "#a%20b"; "#100%" means nothing else.
function namesOf(hash) {
  try {
    return [hash, decodeURIComponent(hash)];
  } catch {
    return [hash];
  }
}

async function addresses(visit, wanted) {
  const rows = (await visit.world.call(() => grader.addresses())).filter((one) => one.kind === wanted);
  const broken = [];
  for (const row of rows) {
    let url;
    try {
      url = new URL(row.address);
    } catch {
      broken.push({ address: row.text, why: "missing", near: "" });
      continue;
    }
    if (url.origin !== visit.folder.origin) continue;
    const place = placeOf(url.pathname);
    const found = place === null ? {} : visit.folder.look(place);
    const here = new URL(visit.page.url());
    if (!found.file) {
      broken.push({ address: row.text, why: found.near ? "capitals" : "missing", near: found.near ?? "" });
    } else if (row.kind === "link" && url.hash.length > 1 && url.pathname === here.pathname) {
      const there = await visit.world.call((ids) => ids.some((id) =>
        id === "top" || document.getElementById(id) !== null || document.getElementsByName(id).length > 0),
        namesOf(url.hash.slice(1)));
      if (!there) broken.push({ address: row.text, why: "no_place", near: "" });
    }
  }
  if (wanted === "asset") {
    for (const address of visit.folder.missing) {
      const known = rows.some((row) => row.address === visit.folder.origin + address);
      const place = placeOf(address);
      if (known || place === null) continue;
      const near = visit.folder.look(place).near ?? "";
      broken.push({ address: address.slice(0, 200), why: near ? "capitals" : "missing", near });
    }
  }
  return { looked_at: rows.length, broken: broken.slice(0, 50) };
}

async function widths(visit, ask) {
  const rows = [];
  for (const width of ask.widths) {
    await visit.resize(width);
    rows.push({ at: width, ...await visit.world.call(() => grader.sideways()) });
  }
  await visit.resize(visit.width);
  return { widths: rows };
}

// Where a query about the width begins or ends to hold, in pixels.
function edges(texts) {
  const found = new Set();
  for (const text of texts) {
    for (const [, sign, number, unit] of text.matchAll(/(min|max)-width:\s*([\d.]+)(px|r?em)/g)) {
      const pixels = Number(number) * (unit === "px" ? 1 : 16);
      found.add(sign === "min" ? Math.ceil(pixels) : Math.floor(pixels) + 1);
    }
    for (const [, sign, number, unit] of text.matchAll(/width\s*(>=|>|<=|<)\s*([\d.]+)(px|r?em)/g)) {
      const pixels = Number(number) * (unit === "px" ? 1 : 16);
      found.add(sign === ">=" || sign === "<" ? Math.ceil(pixels) : Math.floor(pixels) + 1);
    }
  }
  return [...found].filter((one) => one > 100 && one < 4000).sort((a, b) => a - b).slice(0, 12);
}

const differ = (before, after) =>
  before.length !== after.length || before.some((row, index) => {
    const other = after[index];
    return row[0] !== other[0] || row[1] !== other[1] || row[4] !== other[4] || row[5] !== other[5] ||
      Math.abs(row[2] - other[2]) > 4 || Math.abs(row[3] - other[3]) > 4;
  });

async function breakpoints(visit) {
  const all = edges(await visit.world.call(() => grader.media()));
  const changes = [];
  for (const width of all) {
    await visit.resize(width - 1);
    const before = await visit.world.call(() => grader.boxes());
    await visit.resize(width);
    if (differ(before, await visit.world.call(() => grader.boxes()))) changes.push(width);
  }
  await visit.resize(visit.width);
  return { named: all, changes };
}

async function accessibility(visit, ask) {
  await visit.world.evaluate(fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  return visit.world.call(async (tags) => {
    const found = await axe.run(document, {
      runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], iframes: false,
    });
    return {
      holds: found.passes.map((one) => one.id).slice(0, 200),
      broken: found.violations.slice(0, 60).map((one) => ({
        rule: grader.cut(one.id, 60), help: grader.cut(one.help, 200), count: one.nodes.length,
        places: one.nodes.slice(0, 10).map((node) => ({
          at: grader.cut(node.target.flat().join(" "), 120), html: grader.cut(node.html, 200),
        })),
      })),
    };
  }, ask.tags);
}

const kAsks = {
  see, keyboard, form, widths, breakpoints, accessibility,
  choice: (visit, ask) => visit.world.call((wanted) => grader.lookAtChoice(wanted), ask.wanted),
  title: async (visit) => ({ title: await visit.world.call(() => grader.cut(grader.tidy(document.title), 300)) }),
  links: (visit) => addresses(visit, "link"),
  assets: (visit) => addresses(visit, "asset"),
  // That there is no internet here is no mistake of the page.
  console: async (visit) => ({ errors: visit.refused.size === 0 ? visit.errors
    : visit.errors.filter(({ text }) => !kNotReached.test(text)) }),
  media: async (visit) => ({ media: await visit.world.call(() => grader.media()) }),
  styles: (visit) => visit.world.call(() => grader.styles()),
};

module.exports = { kAsks, edges, differ };
