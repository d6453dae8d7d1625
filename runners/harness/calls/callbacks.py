"""Functions that a rubric hands over, iterators that are read, and what is printed.

Each function writes down what it was called with, and gives back what the rubric says. Who lies
about these calls could as well make them.
"""

import io
import json
import sys

MAX_WRITTEN = 1_000
MAX_LENGTH = 65_536  # of all that is written down, as JSON
MAX_PRINTED = 65_536


class Callbacks:
    def __init__(self, encode, decode):
        self.encode, self.decode = encode, decode
        self.made = []
        self.room = MAX_LENGTH

    def write(self, written, arguments):
        if written["times"] > MAX_WRITTEN or self.room < 0:
            return
        coded = self.encode(list(arguments))
        self.room -= len(json.dumps(coded))
        if self.room >= 0:
            written["calls"].append(coded)

    def make(self, how):
        written = {"name": how["name"], "times": 0, "calls": []}
        self.made.append(written)

        def call(*arguments):
            written["times"] += 1
            self.write(written, arguments)
            return self.outcome(how, written["times"], arguments)

        async def call_later(*arguments):
            return call(*arguments)

        return call_later if how.get("async") is True else call

    def outcome(self, how, times, arguments):
        if "throws" in how:
            thrown = self.decode(how["throws"])
            raise thrown if isinstance(thrown, BaseException) else Exception(thrown)
        if "returns_each" in how:
            each = how["returns_each"]
            return self.decode(each[times - 1]) if times <= len(each) else None
        if "returns_for" in how:
            for key, result in how["returns_for"]:
                if arguments and self.decode(key) == arguments[0]:
                    return self.decode(result)
            return None
        return self.decode(how.get("returns"))

    def told(self, calls=True):
        """As a value: [[name, times, [arguments]]]."""
        return [[one["name"], one["times"], one["calls"] if calls else []] for one in self.made]


def take(value, count, run):
    """The first `count` values of what can be iterated, and whether that was all; None: it cannot be."""
    if hasattr(value, "__aiter__"):

        async def collect():
            values = []
            async for item in value:
                values.append(item)
                if len(values) == count:
                    return values, False
            return values, True

        return run(collect())
    try:
        iterator = iter(value)
    except TypeError:
        return None
    values = []
    while len(values) < count:
        try:
            values.append(next(iterator))
        except StopIteration:
            return values, True
    return values, False


class Printed(io.TextIOBase):
    """Stands where standard output was."""

    def __init__(self):
        self.parts, self.room = [], MAX_PRINTED
        sys.stdout = self

    def writable(self):
        return True

    def write(self, text):
        self.parts.append(text[: self.room])
        self.room = max(0, self.room - len(text))
        return len(text)

    def taken(self):
        text = "".join(self.parts).encode(errors="replace").decode()
        self.parts, self.room = [], MAX_PRINTED
        return text
