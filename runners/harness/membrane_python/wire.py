"""Frames between two jails: 4 bytes of length (big-endian) and as many of JSON, on a blocking socket.

Student code may share this process: all that is used later is taken now.
"""

import json
import os
import time

MAX_FRAME = 8 << 20  # bytes, without the length
MAX_SESSION = 64 << 20  # that one side may say
PART = 1 << 16


class WireError(Exception):
    """`reason`: "closed", "late", "broken", "too_large"."""

    def __init__(self, reason):
        super().__init__(f"the pipe is {reason}")
        self.reason = reason


def no_constant(word):
    raise WireError("broken")


def open_wire(descriptor, patience=0):
    """`patience`: seconds that a whole frame may take to come, 0 for ever; the socket's own timeout
    has to be shorter. Gives send(message), which returns whether it was not too large, and
    receive()."""
    read, write, now = os.read, os.write, time.monotonic
    dumps = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
    loads = json.JSONDecoder(parse_constant=no_constant).decode
    rest = b""  # was read and not used
    heard = 0

    def tick(deadline):
        if deadline and now() > deadline:
            raise WireError("late")

    def part(deadline):
        while True:
            try:
                got = read(descriptor, PART)
            except (BlockingIOError, InterruptedError):
                tick(deadline)
            except OSError:
                raise WireError("closed") from None
            else:
                if not got:
                    raise WireError("closed")
                return got

    def exactly(size, deadline):
        nonlocal rest
        if len(rest) < size:
            parts, have = [rest], len(rest)
            while have < size:
                parts.append(part(deadline))
                have += len(parts[-1])
            rest = b"".join(parts)
        found, rest = rest[:size], rest[size:]
        return found

    def receive():
        nonlocal heard
        deadline = now() + patience if patience else 0
        size = int.from_bytes(exactly(4, deadline), "big")
        if size == 0 or size > MAX_FRAME:
            raise WireError("broken")
        heard += size
        if heard > MAX_SESSION:
            raise WireError("too_large")
        try:
            return loads(exactly(size, deadline).decode())
        except (ValueError, RecursionError):
            raise WireError("broken") from None

    def send(message):
        content = dumps(message).encode()
        if len(content) > MAX_FRAME:
            return False
        left = memoryview(len(content).to_bytes(4, "big") + content)
        deadline = now() + patience if patience else 0
        while left:
            try:
                left = left[write(descriptor, left) :]
            except (BlockingIOError, InterruptedError):
                tick(deadline)
            except OSError:
                raise WireError("closed") from None
        return True

    return send, receive
