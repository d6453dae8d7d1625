"use strict";
// Shows a folder, read-only, on loopback. Names are what they are: capitals count, and nothing
// leads out of the folder.
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");

const kTypes = {
  ".html": "text/html; charset=utf-8", ".htm": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8", ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8", ".txt": "text/plain; charset=utf-8",
  ".md": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8",
  ".xml": "application/xml; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
  ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
  ".avif": "image/avif", ".ico": "image/x-icon", ".woff": "font/woff", ".woff2": "font/woff2",
  ".ttf": "font/ttf", ".otf": "font/otf", ".mp4": "video/mp4", ".webm": "video/webm",
  ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".wav": "audio/wav", ".pdf": "application/pdf",
  ".wasm": "application/wasm", ".webmanifest": "application/manifest+json",
};
const kMaxBytes = 32 << 20;
const kMaxMissing = 50;

// The path of an address below the folder; null: it is none.
function placeOf(address) {
  let name;
  try {
    name = decodeURIComponent(address.replace(/[?#].*$/s, ""));
  } catch {
    return null;
  }
  if (name.includes("\0") || !name.startsWith("/")) return null;
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  return parts.includes("..") ? null : parts.join("/");
}

class Folder {
  // `isApp`: what is no file is a place that the app's own script knows.
  constructor(root, isApp = false) {
    this.root = fs.realpathSync(root);
    this.isApp = isApp;
    this.missing = [];  // addresses that were asked for and are not there
  }

  // {file} | {folder: true} | {near} | {}: what stands at a place.
  look(place) {
    const file = path.join(this.root, place);
    let real, facts;
    try {
      real = fs.realpathSync(file);
      facts = fs.statSync(real);
    } catch {
      if (this.isApp && path.posix.extname(place) === "") return this.look("index.html");
      const near = this.#near(place);
      return near === null ? {} : { near };
    }
    if (real !== this.root && !real.startsWith(this.root + path.sep)) return {};
    if (facts.isDirectory()) {
      const index = this.look(path.posix.join(place, "index.html"));
      return index.file ? { file: index.file, folder: true } : { folder: true };
    }
    return facts.isFile() && facts.size <= kMaxBytes ? { file: real } : {};
  }

  // The same name with other capitals.
  #near(place) {
    let at = "";
    for (const part of place.split("/")) {
      let names;
      try {
        names = fs.readdirSync(path.join(this.root, at));
      } catch {
        return null;
      }
      const same = names.includes(part)
        ? part : names.find((name) => name.toLowerCase() === part.toLowerCase());
      if (same === undefined) return null;
      at = path.posix.join(at, same);
    }
    return at;
  }

  answer(request, response) {
    const say = (status, type, body) => {
      response.writeHead(status, {
        "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff",
      });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    if (request.method !== "GET" && request.method !== "HEAD") {
      return say(405, "text/plain; charset=utf-8", "This server shows files.\n");
    }
    const place = placeOf(request.url);
    const found = place === null ? {} : this.look(place);
    if (!found.file) {
      if (place === "favicon.ico") return say(204, "image/x-icon");
      if (this.missing.length < kMaxMissing && !this.missing.includes(request.url)) {
        this.missing.push(request.url);
      }
      return say(404, "text/plain; charset=utf-8", "There is no such file.\n");
    }
    if (found.folder && !request.url.replace(/[?#].*$/s, "").endsWith("/")) {
      response.writeHead(301, { location: `/${place}/`.replace(/^\/+/, "/") });
      return response.end();
    }
    let body;
    try {
      body = fs.readFileSync(found.file);
    } catch {
      return say(404, "text/plain; charset=utf-8", "This file cannot be read.\n");
    }
    const type = kTypes[path.extname(found.file).toLowerCase()] ?? "application/octet-stream";
    return say(200, type, body);
  }

  async serve() {
    const server = http.createServer((request, response) => this.answer(request, response));
    await new Promise((done, failed) => {
      server.once("error", failed);
      server.listen(8080, "127.0.0.1", done);
    });
    this.origin = "http://127.0.0.1:8080";
    return server;
  }
}

module.exports = { Folder, placeOf };
