"""Runs the test programs that build.py built. Started as python3 -I -B.

A test that ends its program, or takes too much of the time for all, fails, and the ones after it run
in a new one. A program that ends before its first test has no line: its file was not finished.
"""

import ctypes
import os
import resource
import signal
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../common")]
import compiling  # noqa: E402
import names  # noqa: E402
import program  # noqa: E402
import results  # noqa: E402

PR_SET_DUMPABLE = 4
EMPTY = {"kind": "empty", "message": "There is no test in this file.", "subject": "", "line": 0,
         "column": 0}


class Listener:
    """What the programs of one test file told, over all of their starts."""

    def __init__(self):
        self.names = []
        self.rows = {}  # number of a test -> state, message
        self.problem = ""
        self.begin()

    def begin(self):
        """A new program."""
        self.seen = []
        self.listed = self.done = False
        self.current = None
        self.canaries = 0

    def hear(self, line):
        what, *words = line.split(" ")
        if what == "test":
            self.seen.append(words[0])
        elif what == "listed":
            self.listed = True
            self.names = self.names or self.seen[:names.LIMIT]
            self.expect(self.seen[:names.LIMIT] == self.names, "the tests changed")
        elif what == "start":
            self.current = int(words[0])
        elif what == "end":
            number, state, message = int(words[0]), words[1], bytes.fromhex(words[2])
            self.expect(number == self.current and number not in self.rows, "a test ended twice")
            self.rows[number] = (state, message.decode("utf-8", "replace"))
            self.current = None
        elif what == "canary":
            self.canaries += 1
            self.expect(words[0] == "failed", "a canary passed")
        elif what == "done":
            self.done = True
            self.expect(self.canaries == 2, "a canary was not run")

    def expect(self, holds, otherwise):
        if not holds and not self.problem:
            self.problem = otherwise

    def next_left(self, first):
        left = (n for n, name in enumerate(self.names)
                if n >= first and n not in self.rows and not names.is_disabled(name))
        return next(left, None)


def ended_early(code, stopped):
    if stopped:
        return "The test did not end in time."
    if code < 0:
        return f"The program stopped in this test: {signal.strsignal(-code)} (signal {-code})."
    return f"The program ended in this test, with exit code {code}."


def run_file(file, limits):
    """(listener, None), or the exit code of a program that ended before its first test."""
    heard = Listener()
    first = 0
    while True:
        heard.begin()
        code, honest, stopped = program.start(compiling.program_of(file), os.urandom(16).hex(),
                                              f"run {first}", heard.hear, limits)
        heard.expect(honest, "somebody else wrote into the results")
        if not heard.listed:
            return heard, code
        if heard.done:
            heard.expect(code == 0, "the results are complete, but the program goes on")
        # Between two tests the next one is to blame, so that there is an end.
        blamed = heard.next_left(first) if heard.current is None else heard.current
        if heard.done or heard.problem or blamed is None:
            return heard, None
        heard.rows[blamed] = ("failed", ended_early(code, stopped))
        first = blamed + 1


def die_like(code):
    """As the program did, so that its end is seen from outside."""
    if code < 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(0)


def rows_of(heard):
    for number, name in enumerate(heard.names):
        if number in heard.rows:
            yield [names.full(name), *heard.rows[number]]
        elif names.is_disabled(name):
            yield [names.full(name), "skipped"]


def main():
    # No process of the submission looks into this one.
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    request, write = results.open_request()
    for index, file in enumerate(request["files"]):
        number = 2 * index
        write({"start": file}, number)
        heard, ended = run_file(file, request["test_limits"])
        if ended is not None and not heard.problem:
            if len(request["files"]) == 1:
                die_like(ended)
            continue
        failure = None if heard.names or heard.problem else {**EMPTY, "file": file}
        write({"file": file, "tests": list(rows_of(heard)), "failure": failure,
               "problem": heard.problem}, number + 1)
    write({"end": len(request["files"])}, 2 * len(request["files"]))
    os._exit(0)


main()
