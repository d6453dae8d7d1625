"""9: nests calls and values as deeply as it can."""
import sys

sys.setrecursionlimit(100_000)


class Nest:
    def __repr__(self):
        return repr(Nest())

    def __eq__(self, other):
        return self == other

    def __getattr__(self, name):
        return getattr(self, name + name)


def each(items, do):
    return each(items, do)


def nested(*_):
    value = ()
    for _ in range(10_000):
        value = (value,)
    return value


add = mean = squares = nested
pairs = greet = Nest()


class Account(Nest):
    pass
