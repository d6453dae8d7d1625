'use strict';
// The request that comes in on standard input, and the sealed lines that go out.
//
// Student code runs later in this process, so everything used here is taken from its module before
// that, and the key lives in one closure only. Each line is "<seal> <number> <json>"; the seal
// covers the key, the number and the text (runners/results.cc checks it).

const fs = require('fs');
const { plainText } = require('./plain_json.js');
const { seal, sha256 } = require('./seal.js');

const { readFileSync, openSync, writeSync, closeSync, constants } = fs;
const { stringify, parse } = JSON;

// {mode, files, settings, canaries}, write(value), which appends one line, and delegate(file,
// base), the request for a process that runs one of the files and numbers its lines from `base` on.
// sha256(text) is in hexadecimal digits.
function open() {
  const request = parse(readFileSync(0, 'utf8'));
  const { key, results } = request;
  delete request.key;
  delete request.results;
  let number = request.base ?? 0;
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  function write(value, at = number) {
    number = at;
    const text = plainText(value);
    const fd = openSync(results, flags, 0o600);
    writeSync(fd, `${seal(key, number, text)} ${number} ${text}\n`);
    closeSync(fd);
    number += 1;
  }
  const delegate = (file, base) => stringify({ ...request, files: [file], base, key, results });
  return { request, write, delegate, sha256 };
}

module.exports = { open };
