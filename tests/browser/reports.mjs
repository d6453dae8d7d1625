// Opens the page of a report in the browser of tests/browser, and looks through it.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

export const packages = createRequire(path.join(process.env.GRADER_BROWSER_PACKAGES, "package.json"));
const { chromium } = packages("playwright-core");
const axe = fs.readFileSync(packages.resolve("axe-core/axe.min.js"), "utf8");

const flags = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const launch = () => chromium.launch({ executablePath: process.env.GRADER_CHROMIUM, args: flags });

// Calls `use` with the page in `file`, and fails on any message, error or dialog, and on any request but
// for its own pictures.
export async function open(browser, file, { width = 1280, dark = false }, use) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const noise = [];
  const address = pathToFileURL(file).href;
  const evidence = new URL("evidence/", address).href;
  page.on("request", (request) =>
    request.url() !== address && !request.url().startsWith(evidence) && noise.push(`asks for ${request.url()}`));
  page.on("console", (message) => noise.push(`says ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`throws ${error}`));
  page.on("dialog", (dialog) => { noise.push("opens a dialog"); dialog.dismiss(); });
  await page.goto(address);
  await use(page);
  await context.close();
  assert.deepEqual(noise, []);
}

export const openDetails = (page) =>
  page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));

// Runs in the page.
async function violations() {
  const found = await globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
  });
  return found.violations.flatMap((each) =>
    each.nodes.map((node) => `${each.id}: ${node.target.join(" ")} ${node.html.slice(0, 120)}`));
}

// What axe finds with the parts folded ("closed"), with all of them "open", or both. `seen` is told of each.
export async function expectAccessible(page, states, seen = async () => {}) {
  await page.evaluate(axe);
  for (const state of states) {
    if (state === "open") await openDetails(page);
    await seen(state);
    assert.deepEqual({ state, found: await page.evaluate(violations) }, { state, found: [] });
  }
}
