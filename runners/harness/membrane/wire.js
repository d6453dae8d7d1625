'use strict';
// Frames between two jails: 4 bytes of length (big-endian) and as many of UTF-8, on a blocking
// socket. Beside it a bell, one byte for each frame that nobody waits for, which wakes the other
// side's event loop.
//
// Student code may share this process: all that is used later is taken from its module now.

const fs = require('fs');
const net = require('net');

const { readSync, writeSync } = fs;
const { allocUnsafe, byteLength, from } = Buffer;
const { readUInt32BE, utf8Slice, utf8Write, writeUInt32BE } = Buffer.prototype;
const { apply } = Reflect;
const { now } = Date;

const MAX_FRAME = 8 << 20;  // bytes, without the length
const ROOM = 64 << 10;      // of the buffers that stay

class WireError extends Error {
  // `reason`: "closed", "late", "broken"; "too_large" for what is not sent. `why`: of what is broken.
  constructor(reason, why = '') {
    super(`the pipe is ${reason}`);
    this.reason = reason;
    this.why = why;
  }
}

// `pipe`, `bell`: descriptors. `patience`: milliseconds that a whole frame may take to come, 0 for
// ever; the socket's own timeout has to be shorter.
function openWire({ pipe, bell, patience = 0 }) {
  const input = allocUnsafe(ROOM);
  const output = allocUnsafe(ROOM);
  const one = from([1]);
  let have = 0;  // bytes of `input` that are read and not used
  let deadline = 0;
  let unheard = 0;  // frames that were read before their bell
  let received = 0;
  let listener = null;

  // Little by little is too late as well.
  function inTime() {
    if (deadline > 0 && now() > deadline) throw new WireError('late');
  }

  function again(error) {
    if (error?.code === 'EAGAIN' || error?.code === 'EINTR') inTime();
    else throw error instanceof WireError ? error : new WireError('closed');
  }

  function read(buffer, at, size) {
    for (;;) {
      try {
        const got = readSync(pipe, buffer, at, size, null);
        if (got === 0) throw new WireError('closed');
        inTime();
        return got;
      } catch (error) {
        again(error);
      }
    }
  }

  function write(buffer, size) {
    for (let at = 0; at < size;) {
      try {
        at += writeSync(pipe, buffer, at, size - at);
      } catch (error) {
        again(error);
        continue;
      }
      inTime();
    }
  }

  function begin() {
    deadline = patience > 0 ? now() + patience : 0;
  }

  function ringThere() {
    try {
      writeSync(bell, one);
    } catch (error) {
      // Full: it has rung often enough.
      if (error?.code !== 'EAGAIN') throw new WireError('closed');
    }
  }

  // `text`: the frame. `ring`: the other side may be in its event loop.
  function send(text, ring) {
    begin();
    if (text.length * 3 + 4 <= ROOM) {
      const size = apply(utf8Write, output, [text, 4]);
      apply(writeUInt32BE, output, [size, 0]);
      write(output, size + 4);
      if (ring) ringThere();
    } else {
      const size = byteLength(text, 'utf8');
      if (size > MAX_FRAME) throw new WireError('too_large');
      const large = allocUnsafe(size + 4);
      apply(writeUInt32BE, large, [size, 0]);
      apply(utf8Write, large, [text, 4]);
      // More than the pipe holds: somebody has to read already.
      if (ring) ringThere();
      write(large, size + 4);
    }
  }

  // Blocks for one frame; its text.
  function receive() {
    begin();
    while (have < 4) have += read(input, have, ROOM - have);
    const size = apply(readUInt32BE, input, [0]);
    if (size === 0 || size > MAX_FRAME) throw new WireError('broken', `a frame of ${size} bytes`);
    received += size + 4;
    if (size + 4 <= ROOM) {
      while (have < size + 4) have += read(input, have, ROOM - have);
      const text = apply(utf8Slice, input, [4, size + 4]);
      input.copyWithin(0, size + 4, have);
      have -= size + 4;
      return text;
    }
    const large = allocUnsafe(size);
    input.copy(large, 0, 4, have);
    let got = have - 4;
    have = 0;
    while (got < size) got += read(large, got, size - got);
    return apply(utf8Slice, large, [0, size]);
  }

  function ring() {
    if (unheard > 0) unheard -= 1;
    else listener?.();
  }

  const socket = new net.Socket({
    fd: bell,
    onread: {
      buffer: allocUnsafe(256),
      callback(count) {
        for (let i = 0; i < count; i += 1) ring();
        return true;
      },
    },
  });
  socket.on('error', () => {});
  socket.on('close', () => listener?.('closed'));
  socket.resume();

  return {
    send,
    receive,
    // Bytes in all.
    received: () => received,
    // A frame was read for which a bell is still to be heard.
    readEarly() {
      unheard += 1;
    },
    // Who is called for a bell whose frame nobody has read: ("closed") where the other side is gone.
    listen(to) {
      listener = to;
    },
    set patience(milliseconds) {
      patience = milliseconds;
    },
    close() {
      listener = null;
      socket.destroy();
      fs.closeSync(pipe);
    },
  };
}

module.exports = { MAX_FRAME, WireError, openWire };
