"""Starts a test program that compiling.py built, and hears what it tells (judge.cc)."""

import os
import select
import signal
import subprocess
import time

HEARD_LIMIT = 16 << 20  # bytes
LOOK_MS = 100  # how often the clocks are looked at


class Clocks:
    """How long one test takes: `limits` has milliseconds of wall and CPU time."""

    def __init__(self, child, limits):
        self.limits = limits
        self.cpu_clock = (~child << 3) | 2  # of a whole process: clock_getcpuclockid(3)
        self.begin()

    def begin(self):
        self.wall, self.cpu = self.now()

    def now(self):
        try:
            return time.monotonic(), time.clock_gettime(self.cpu_clock)
        except OSError:  # it ended
            return time.monotonic(), 0.0

    def over(self):
        if not self.limits:
            return False
        wall, cpu = self.now()
        return (1000 * (wall - self.wall) > self.limits["wall"]
                or 1000 * (cpu - self.cpu) > self.limits["cpu"])


class Pipe:
    """Lines that begin with our word go to `hear`, without it."""

    def __init__(self, descriptor, word, hear):
        self.descriptor, self.prefix, self.hear = descriptor, word.encode() + b" ", hear
        self.rest, self.size, self.honest = b"", 0, True
        os.set_blocking(descriptor, False)

    def take(self):
        """False where there is nothing more now."""
        try:
            part = os.read(self.descriptor, 65536)
        except BlockingIOError:
            return False
        self.size += len(part)
        if not part or self.size > HEARD_LIMIT:
            self.honest = self.honest and not part
            return False
        *lines, self.rest = (self.rest + part).split(b"\n")
        for line in lines:
            if line.startswith(self.prefix):
                self.hear(line[len(self.prefix):].decode("utf-8", "replace"))
            else:
                self.honest = False
        return True


def start(path, word, asks, hear, limits=None, arguments=()):
    """Runs it to its end. Returns its exit code as subprocess has it (-11 for signal 11), whether
    each line was the program's own, and whether we ended it. `limits`: of one test.
    """
    ours, theirs = os.pipe2(os.O_CLOEXEC)
    child = subprocess.Popen([path, *arguments], stdin=subprocess.PIPE, close_fds=False, start_new_session=True,
                             preexec_fn=lambda: os.dup2(theirs, 3) if theirs != 3 else
                             os.set_inheritable(3, True))
    os.close(theirs)
    ended = os.pidfd_open(child.pid)
    try:
        child.stdin.write(f"{word} {asks}".encode())
        child.stdin.close()
    except BrokenPipeError:
        pass
    clocks = Clocks(child.pid, limits)

    def hear_and_look(line):
        if line.startswith("start "):
            clocks.begin()
        hear(line)

    pipe = Pipe(ours, word, hear_and_look)
    # Not until the pipe ends: what the program started may hold it open.
    poll = select.poll()
    poll.register(ours, select.POLLIN)
    poll.register(ended, select.POLLIN)
    stopped = False
    while True:
        ready = [descriptor for descriptor, _ in poll.poll(LOOK_MS)]
        if ours in ready and not pipe.take():
            poll.unregister(ours)
        if ended in ready:
            break
        if not stopped and clocks.over():
            stopped = True
            child.kill()
    while pipe.take():
        pass
    try:
        os.killpg(child.pid, signal.SIGKILL)  # what it started and left
    except ProcessLookupError:
        pass
    os.close(ended)
    os.close(ours)
    return child.wait(), pipe.honest, stopped
