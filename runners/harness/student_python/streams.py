"""What the submission prints is told to the judge with the next message; what it reads is asked there."""

import io
import sys
import threading

LIMIT = 1 << 20  # characters, before they are told by themselves


class Output:
    def __init__(self, ask):
        self.ask = ask
        self.parts = []  # [descriptor, text]
        self.size = 0
        self.lock = threading.Lock()

    def write(self, descriptor, text):
        with self.lock:
            if self.parts and self.parts[-1][0] == descriptor and len(self.parts) < 10_000:
                self.parts[-1].append(text)
            else:
                self.parts.append([descriptor, text])
            self.size += len(text)
        if self.size > LIMIT:
            self.ask("print")

    def take(self):
        with self.lock:
            parts, self.parts, self.size = self.parts, [], 0
        return [[part[0], "".join(part[1:])] for part in parts]


class Bytes(io.RawIOBase):
    def __init__(self, stream):
        self.stream = stream

    def writable(self):
        return True

    def write(self, data):
        self.stream.write(bytes(data).decode("utf-8", "surrogateescape"))
        return len(data)


class Printed(io.TextIOBase):
    encoding = "utf-8"
    errors = "strict"
    newlines = None
    mode = "w"

    def __init__(self, output, descriptor, name):
        self.output, self.descriptor, self.name = output, descriptor, name
        self.buffer = Bytes(self)

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text:
            self.output.write(self.descriptor, str(text))
        return len(text)

    def writable(self):
        return True

    def isatty(self):
        return False

    def fileno(self):
        return self.descriptor


class Read(io.TextIOBase):
    """Standard input is that of the tests."""

    encoding = "utf-8"
    errors = "strict"
    mode = "r"
    name = "<stdin>"

    def __init__(self, ask):
        self.ask = ask

    def read(self, size=-1):
        return self.ask("read", "read", -1 if size is None else size)

    def readline(self, size=-1):
        return self.ask("read", "readline", size)

    def readlines(self, hint=-1):
        return self.ask("read", "readlines", hint)

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readable(self):
        return True

    def isatty(self):
        return False


def install(output, ask):
    sys.stdout = sys.__stdout__ = Printed(output, 1, "<stdout>")
    sys.stderr = sys.__stderr__ = Printed(output, 2, "<stderr>")
    sys.stdin = sys.__stdin__ = Read(ask)
