"use strict";
// Looks at pages of the submission in a browser, as one object on standard input says, and writes
// what was seen to /results/page: one line of JSON a fact, each as soon as it is known. The
// submission's own code runs in pages only; it has no way to these files.
const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");
const { kAsks } = require("./asks.js");
const { Folder } = require("./server.js");
const { take } = require("./steps.js");
const { Visit } = require("./visit.js");

const kBrowser = "/usr/lib/chromium/chromium";
const kFlags = [
  "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--disable-blink-features=AutomationControlled", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
  "--proxy-bypass-list=*", "--disable-webrtc", "--font-render-hinting=none",
];

class Late extends Error {}

function within(milliseconds, work) {
  let timer;
  const late = new Promise((_, failed) => {
    timer = setTimeout(() => failed(new Late("late")), Math.max(1, milliseconds));
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const results = fs.openSync("/results/page", "w");
const write = (row) => fs.writeSync(results, JSON.stringify(row) + "\n");

let browser = null;
async function started() {
  if (browser?.isConnected()) return browser;
  browser = await chromium.launch({
    executablePath: kBrowser, args: kFlags, ignoreDefaultArgs: ["--disable-popup-blocking"], timeout: 60_000,
  });
  return browser;
}

async function ended() {
  const old = browser;
  browser = null;
  if (old) await within(2000, old.close()).catch(() => {});
}

const kMaxPictures = 100;
let pictures = 0;
async function keep(visit, index, width, kind) {
  if (pictures === kMaxPictures) return;
  const picture = await visit.picture(width);
  if (!picture) return;
  const file = `picture-${pictures++}`;
  fs.writeFileSync(path.join("/results", file), picture.data);
  const row = { picture: file, kind, type: picture.type, width: picture.width, height: picture.height };
  write({ check: index, ...row });
  return row;
}

// Evidence for where something is amiss. Of a page on which nothing was done, one for all checks.
async function keepLast(visit, check, index) {
  const own = check.acts.some((act) => act.do);
  if (check.pictures.length === 0) {
    if (visit.last && !own) write({ check: index, ...visit.last });
    else visit.last = await keep(visit, index, check.width, "last");
  }
  if (!visit.lines || own) visit.lines = await visit.outline();
  write({ check: index, outline: visit.lines });
}

const told = new Set();  // which page asks which other server: once is enough

// What is larger than this says nothing: a page must not fill the results of others.
const kMaxWords = 300_000;

async function look(visit, check, index) {
  let words = 0;
  const tell = (row) => {
    words += JSON.stringify(row).length;
    write(words > kMaxWords && row.seen ? { check: index, act: row.act, seen: {} } : row);
  };
  const acts = check.acts.map((act, at) => ({ act, at }));
  const forms = acts.filter(({ act }) => act.ask === "form");
  let stopped = false;
  for (const { act, at } of acts) {
    if (act.do) {
      visit.touched = true;
      const why = await take(visit, act);
      tell({ check: index, act: at, done: why === "", why });
      stopped = why !== "";
      if (stopped) break;
    } else if (act.ask !== "form") {
      tell({ check: index, act: at, seen: await kAsks[act.ask](visit, act) });
    }
  }
  for (const width of check.pictures) await keep(visit, index, width, "asked");
  await keepLast(visit, check, index);
  // Each has the page as it opens.
  for (const { act, at } of stopped ? [] : forms) {
    tell({ check: index, act: at, seen: await kAsks.form(visit, act) });
  }
  const refused = [...visit.refused].map((host) => `${check.open} ${host}`).filter((one) => !told.has(one));
  for (const one of refused) told.add(one);
  write({ check: index, refused: refused.map((one) => one.slice(check.open.length + 1)).sort() });
}

async function main() {
  const request = JSON.parse(fs.readFileSync(0, "utf8"));
  const folder = new Folder(request.site || "/submission", Boolean(request.site));
  const server = await folder.serve();
  try {
    await started();
  } catch (error) {
    write({ launch: String(error?.message ?? error).slice(0, 2000) });
    process.exit(1);
  }
  write({ browser: browser.version() });
  const hung = new Set();  // pages that did not open
  let visit = null;        // goes on for checks that look at the same page and do no steps
  for (const [index, check] of request.checks.entries()) {
    if (!folder.look(check.open).file) {
      write({ check: index, end: "not_there", near: folder.look(check.open).near ?? "" });
      continue;
    }
    if (hung.has(check.open)) {
      write({ check: index, end: "late" });
      continue;
    }
    const page = check.acts.some((act) => act.do) ? index : JSON.stringify([check.open, check.width, check.clock]);
    const before = visit;
    if (visit && (visit.sharedAs !== page || visit.touched)) {
      await within(2000, visit.end()).catch(ended);
      visit = null;
    }
    await started();
    const goesOn = visit !== null;
    if (!goesOn) {
      folder.missing.length = 0;
      visit = new Visit(browser, folder, check);
      visit.sharedAs = page;
      if (before?.sharedAs === page) Object.assign(visit, { last: before.last, lines: before.lines });
    }
    const agent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version().split(".")[0]}.0.0.0 Safari/537.36`;
    let opened = false;
    const crashed = new Promise((_, failed) => {
      visit.whenCrashed = () => failed(new Error("crashed"));
    });
    crashed.catch(() => {});
    const start = Date.now();
    try {
      await within(request.budget, Promise.race([crashed, (async () => {
        const wrong = await (goesOn ? visit.goOn(check) : visit.start(agent));
        opened = true;
        for (const at of new Set(wrong.map(({ act }) => act))) {
          write({ check: index, act: at, wrong: wrong.filter(({ act }) => act === at) });
        }
        if (wrong.length === 0) await look(visit, check, index);
      })()]));
      write({ check: index, end: "done", ms: Date.now() - start });
    } catch (error) {
      const late = error instanceof Late;
      const end = visit.crashed || !browser?.isConnected() ? "crashed" : late ? "late" : "lost";
      write({ check: index, end, opened, said: String(error?.message ?? error).split("\n")[0].slice(0, 300) });
      if (!opened && late) hung.add(check.open);
      visit = null;
      await ended();
    }
  }
  write({ end: true });
  fs.closeSync(results);
  process.exit(0);
}

main().catch((error) => {
  write({ launch: String(error?.stack ?? error).slice(0, 2000) });
  process.exit(1);
});
