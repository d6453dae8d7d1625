"""8: a frame that is longer than any, and one that never ends."""
import os


def say(*_):
    os.write(3, b"\xff\xff\xff\xff" + b"{" * 1000)
    while True:
        os.write(3, b"{" * 65536)


add = mean = pairs = squares = greet = each = say
Account = say
