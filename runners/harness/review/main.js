'use strict';
// The reviewer: a process that stays, in a jail of its own, and reads what students wrote. It holds
// nothing but programs of ours; no code of a submission runs here.
//
// Descriptor 3 is the engine, frames of 4 bytes of length and JSON, both ways:
//   {"run": n, "files": [{"path", "text", "given": the template's text}], "asks": [{"tool", "files": [index], ...}]}
//   {"ready": true}, once;
//   {"run": n, "ask": i, "file": j, "remarks": [...], "unreadable": {line, column, message} | null}
//   {"run": n, "ask": i, "invalid": [{"rule", "message"}]}, where the settings cannot be used
//   {"run": n, "end": true}
// A remark: {rule, message, captures, line, column, end_line, end_column,
//            given: false where it stands in a line of the template, whose text does not get it,
//            fix: {line, column, end_line, end_column, text} where the tool would write something else}.
// Lines and columns are 1-based, columns count characters, the end column is exclusive.
// Usage: main.js

const net = require('net');
const { tellGiven } = require('./given.js');
const { cut } = require('./places.js');

const ENGINE = 3;
const TOOLS = {
  code: './code.js',
  eslint: './eslint.js',
  html: './html.js',
  prettier: './prettier.js',
  stylelint: './stylelint.js',
};

const engine = new net.Socket({ fd: ENGINE, readable: true, writable: true });

function send(value) {
  const text = Buffer.from(JSON.stringify(value));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(text.length);
  engine.write(Buffer.concat([head, text]));
}

// What a tool cannot take, it cannot read: code that is too deep for it, say.
async function readOne(read, file, tool) {
  try {
    const said = await read(file);
    // What speaks of layout says where a line begins, not what it means.
    if (tool !== 'prettier') await tellGiven(read, file, said.remarks);
    return said;
  } catch {
    return { remarks: [], unreadable: { line: 1, column: 1, message: '' } };
  }
}

async function serve({ run, files, asks }) {
  for (const [i, ask] of asks.entries()) {
    let read;
    try {
      read = await require(TOOLS[ask.tool]).reader(ask);
    } catch (error) {
      const list = error?.list ?? [{ rule: '', message: cut(String(error?.message ?? error), 1000) }];
      send({ run, ask: i, invalid: list });
      continue;
    }
    for (const index of ask.files) {
      const { remarks, unreadable } = await readOne(read, files[index], ask.tool);
      send({ run, ask: i, file: index, remarks, unreadable: unreadable ?? null });
    }
  }
  send({ run, end: true });
}

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
