'use strict';
// The judge: a process that stays, in a jail of its own. It runs test files against submissions that
// live in other jails, each file in a fresh realm. All that is in this jail comes from the rubric's
// side.
//
// Descriptor 3 is the engine, frames of 4 bytes of length and JSON, both ways:
//   {"run": n, "file", "files": {place: text or {"bytes"}}, "settings": of the template, "skip": [index],
//    "pipe": k, "patience": milliseconds for one answer}
//   {"ready": true}, once;
//   {"run": n, "tests": [{name, state}]}, {"run": n, "test": index, "state", ...} for each,
//   {"run": n, "end": {"clean"} | {"failure"} | {"refused"} | {"over"}}
// `clean`: what the submission's jail has run left nothing behind there.
// Of the pipe k the descriptors are 4 + 2k (frames) and 5 + 2k (bell).
// Usage: main.js FRAMEWORK PACK

const fs = require('fs');
const net = require('net');
const path = require('path');
const { read } = require('../common/pack.js');
const { openWire } = require('../membrane/wire.js');
const { runFile } = require('./run.js');
const { makeHeap } = require('./heap.js');

const ENGINE = 3;
const FIRST = 4;
const ROOT = '/submission/';

const [framework, packFile] = process.argv.slice(2);
const pack = read(packFile);
const engine = new net.Socket({ fd: ENGINE, readable: true, writable: true });

function send(value) {
  const text = Buffer.from(JSON.stringify(value));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(text.length);
  engine.write(Buffer.concat([head, text]));
}

// Of the pipe in use; a submission's jail has one for all its files.
let current = { pipe: undefined, wire: null };
function wireOf({ pipe, patience }) {
  if (current.pipe !== pipe) {
    current.wire?.close();
    current = { pipe, wire: openWire({ pipe: FIRST + 2 * pipe, bell: FIRST + 1 + 2 * pipe }) };
  }
  current.wire.patience = patience;
  return current.wire;
}

// What tests may look at lies where they expect it.
function layOut(files) {
  for (const [name, text] of Object.entries(files)) {
    const place = path.join(ROOT, name);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, typeof text === 'string' ? text : Buffer.from(text.bytes, 'latin1'));
  }
}

function clear() {
  for (const name of fs.readdirSync(ROOT)) fs.rmSync(path.join(ROOT, name), { recursive: true });
}

async function serve(request) {
  const { run } = request;
  const usesFiles = Object.values(request.files).some((text) => /\bfs\b/.test(text));
  if (usesFiles) layOut(request.files);
  let end;
  try {
    end = await runFile(pack, framework, request, wireOf(request), async (row) => send({ run, ...row }));
  } catch (error) {
    end = { broken: String(error?.stack ?? error).slice(0, 4000) };
  }
  if (usesFiles) clear();
  send({ run, end });
  heap.tidy();
}

const heap = makeHeap();
let rest = Buffer.alloc(0);
let queue = Promise.resolve();
engine.on('data', (bytes) => {
  rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
  while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE(0)) {
    const size = rest.readUInt32BE(0);
    const request = JSON.parse(rest.toString('utf8', 4, 4 + size));
    rest = rest.subarray(4 + size);
    queue = queue.then(() => serve(request));
  }
});
engine.on('end', () => process.exit(0));
engine.on('error', () => process.exit(0));
send({ ready: true });
