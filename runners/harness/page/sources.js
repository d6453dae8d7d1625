"use strict";
// Where code of a built app was written: its bundles have source maps beside them.
const fs = require("node:fs");
const { SourceMap } = require("node:module");
const path = require("node:path");

const kFrame = /(?:\(|\bat )(?:async )?(http:\/\/127\.0\.0\.1:8080\/[^\s():]+):(\d+):(\d+)\)?/g;
const kSubmission = "/submission/";
const kMaxMap = 32 << 20;

class Sources {
  #maps = new Map();

  constructor(folder) {
    this.folder = folder;
  }

  #mapOf(file) {
    if (!this.#maps.has(file)) {
      let map = null;
      try {
        const name = `${file}.map`;
        if (fs.statSync(name).size <= kMaxMap) map = new SourceMap(JSON.parse(fs.readFileSync(name, "utf8")));
      } catch {
        // A bundle of somebody else's.
      }
      this.#maps.set(file, map);
    }
    return this.#maps.get(file);
  }

  // {file, line} in the submission; null: not known, or of a package.
  #place(address, line, column) {
    const found = this.folder.look(new URL(address).pathname.replace(/^\/+/, ""));
    const map = found.file ? this.#mapOf(found.file) : null;
    const entry = map?.findEntry(line - 1, column - 1);
    if (!entry?.originalSource) return null;
    const source = path.resolve(path.dirname(found.file), entry.originalSource);
    if (!source.startsWith(kSubmission) || source.includes("/node_modules/")) return null;
    return { file: source.slice(kSubmission.length), line: entry.originalLine + 1 };
  }

  // What an error says, without the frames that nobody wrote, and the first place that somebody did.
  tell(text) {
    const [first] = text.matchAll(kFrame);
    if (!first) return { text };
    let place = null;
    for (const [, address, line, column] of text.matchAll(kFrame)) {
      place = this.#place(address, Number(line), Number(column));
      if (place !== null) break;
    }
    const head = text.slice(0, first.index).replace(/\s+at\s+[^\n]*$/, "").trim();
    return place === null ? { text: head || text } : { text: head || text, ...place };
  }
}

module.exports = { Sources };
