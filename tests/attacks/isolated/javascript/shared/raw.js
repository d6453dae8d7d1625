// For attacks that speak on the pipe to the judge themselves: the first message that comes after
// takeOver() is theirs, and all that come later.
const fs = require('fs');

const frame = (message) => {
  const text = Buffer.isBuffer(message) ? message
    : Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(text.length);
  return Buffer.concat([head, text]);
};
const write = (bytes) => { for (let at = 0; at < bytes.length;) at += fs.writeSync(3, bytes, at); };
const send = (message) => write(frame(message));

function read(size) {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size;) {
    const got = fs.readSync(3, bytes, at, size - at, null);
    if (got === 0) process.reallyExit(0);
    at += got;
  }
  return bytes;
}
const receive = () => JSON.parse(read(read(4).readUInt32BE(0)).toString());

// `answer(message)` for each request of the judge but those to rest. What our side makes of a message
// asks it for fields that it has not.
function takeOver(answer) {
  Object.defineProperty(Object.prototype, 'n', { configurable: true, get() {
    if (typeof this.i !== 'string' || typeof this.d !== 'string') return undefined;
    delete Object.prototype.n;
    for (let message = this;;) {
      if (message.d === 'rest' || message.d === 'end') send({ i: message.i, r: null });
      else if (message.d) answer(message);
      message = receive();
    }
  } });
}

// As the judge would have it said.
const reply = (message, value, more = {}) => send({ i: message.i, r: value, ...more, h: 1 });

module.exports = { frame, receive, reply, send, takeOver, write };
