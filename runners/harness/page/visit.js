"use strict";
// One check's look at one page: opened, driven, asked, photographed.
const { Sources } = require("./sources.js");
const { World } = require("./world.js");
const { wrongWords } = require("./wrong.js");

const kMaxHeight = 4000;
const kMaxPicture = 2 << 20;
const kMaxErrors = 20, kMaxError = 4000;
// Roles that say nothing about a page, and those of the browser's own.
const kSilent = /^(generic|none|[A-Z].*|paragraph)$/;
const kQuiet = 60, kMostUnrest = 1500;

class Visit {
  constructor(browser, folder, check) {
    Object.assign(this, { browser, folder, check });
    this.width = check.width;
    this.sources = folder.isApp ? new Sources(folder) : null;
    this.errors = [];
    this.refused = new Set();
    this.dialogs = 0;
    this.touched = false;  // something was done on the page since it was opened
  }

  // The next check of a page on which nothing was done: what was, a page can remember in many ways.
  // Gives wrongWords(), as start().
  goOn(check) {
    this.check = check;
    return wrongWords(this.world, check.acts);
  }

  async start(agent) {
    this.context = await this.browser.newContext({
      viewport: { width: this.width, height: 800 }, userAgent: agent, locale: "en-GB", timezoneId: "UTC",
      reducedMotion: "reduce", colorScheme: "light", serviceWorkers: "block", acceptDownloads: false,
    });
    if (this.check.clock !== null) await this.context.clock.setFixedTime(this.check.clock);
    this.page = await this.context.newPage();
    this.context.on("page", (other) => { other.close().catch(() => {}); });
    this.page.on("dialog", (dialog) => { this.dialogs += 1; dialog.dismiss().catch(() => {}); });
    this.page.on("crash", () => { this.crashed = true; this.whenCrashed?.(); });
    this.page.on("pageerror", (error) => this.#error(String((this.sources && error?.stack) || (error?.message ?? error)), ""));
    this.page.on("console", (message) => {
      if (message.type() !== "error") return;
      const from = message.location().url;
      // What the browser says of a file that did not come is no word of the page.
      if (/^Failed to load resource:/.test(message.text())) return;
      this.#error(message.text(), from);
    });
    this.underway = 0;
    this.page.on("request", () => { this.underway += 1; });
    this.page.on("requestfinished", () => { this.underway -= 1; });
    this.page.on("requestfailed", (request) => {
      this.underway -= 1;
      const url = request.url();
      if (/^(https?|wss?):/.test(url) && !url.startsWith(this.folder.origin + "/") && this.refused.size < 20) {
        this.refused.add(new URL(url).host.slice(0, 100));
      }
    });
    this.world = await World.open(this.page);
    const wrong = await wrongWords(this.world, this.check.acts);
    if (wrong.length === 0) await this.open();
    else this.touched = true;
    return wrong;
  }

  #error(text, from) {
    if (this.errors.length >= kMaxErrors) return;
    const place = from.startsWith(this.folder.origin) ? from.slice(this.folder.origin.length) : "";
    const told = this.sources?.tell(text.slice(0, kMaxError)) ?? { text: text.slice(0, kMaxError) };
    const error = { ...told, text: told.text.replace(/\s+/g, " ").replace(/^Uncaught /, "").slice(0, 300), place: place.slice(0, 200) };
    const again = ({ text, file, line }) => text === error.text && file === error.file && line === error.line;
    if (!error.file || !this.errors.some(again)) this.errors.push(error);
  }

  async open() {
    // An app that looks at its address knows "/", not "/index.html".
    const open = this.folder.isApp ? this.check.open.replace(/(^|\/)index\.html$/, "$1") : this.check.open;
    const address = this.folder.origin + "/" + open.split("/").map(encodeURIComponent).join("/");
    await this.page.goto(address, { waitUntil: "load", timeout: 0 });
    this.touched = false;
    await this.settle();
  }

  async settle() {
    for (const until = Date.now() + 1000; this.underway > 0 && Date.now() < until;) {
      await new Promise((done) => setTimeout(done, 20));
    }
    await this.world.call((quiet, most) => grader.settle(quiet, most), kQuiet, kMostUnrest);
  }

  async resize(width) {
    await this.page.setViewportSize({ width, height: 800 });
    await this.world.call(() => new Promise((done) => {
      requestAnimationFrame(() => requestAnimationFrame(done));
      setTimeout(done, 200);
    }));
  }

  // {data, type, width, height}; null: it would be too large.
  async picture(width) {
    await this.resize(width);
    const height = Math.max(200, Math.min(kMaxHeight,
      await this.world.call(() => document.documentElement.scrollHeight)));
    for (const how of [{ format: "png" }, { format: "jpeg", quality: 60 }]) {
      const { data } = await this.world.protocol.send("Page.captureScreenshot", {
        ...how, captureBeyondViewport: true, clip: { x: 0, y: 0, width, height, scale: 1 },
      });
      const bytes = Buffer.from(data, "base64");
      if (bytes.length <= kMaxPicture) return { data: bytes, type: how.format, width, height };
    }
    return null;
  }

  // What assistive technology is told, one thing a line.
  async outline() {
    const { nodes } = await this.world.protocol.send("Accessibility.getFullAXTree", { depth: 40 });
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const lines = [];
    const waiting = nodes.length > 0 ? [nodes[0]] : [];
    while (waiting.length > 0 && lines.length < 80) {
      const node = waiting.pop();
      const children = (node.childIds ?? []).map((id) => byId.get(id)).filter(Boolean);
      waiting.push(...children.reverse());
      const role = node.role?.value ?? "";
      if (node.ignored || kSilent.test(role)) continue;
      const name = String(node.name?.value ?? "").replace(/\s+/g, " ").slice(0, 80);
      lines.push(name ? `${role} "${name}"` : role);
    }
    return lines;
  }

  async end() {
    await this.context?.close();
  }
}

module.exports = { Visit };
