"""8: half an answer, and then nothing."""
import os
import time


def say(*_):
    os.write(3, b"\0\0\0\x40" + b'{"i": "')
    time.sleep(100)


add = mean = pairs = squares = greet = each = say
Account = say
