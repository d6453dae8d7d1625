"""What the other side may have done with an object of ours. Of the judge's side it reads and changes only
what was given to it, and nothing that leads from there to the tests.
"""

import sys
import types

from .blanks import make_blank
from .data import data_of
from .plain import shared_class, wrong
from .rows import ASYNC, FUNCTIONS, short
from .specials import COMPARISONS, SPECIALS

MISSING = object()
LEADS_AWAY = ("gi_", "cr_", "ag_", "f_", "tb_", "co_", "func_", "im_", "_pytest")


class Serving:
    """Of StandIns."""

    def check(self, value, name):
        if not self.judge:
            return
        if type(name) is not str or name.startswith("__") or name.startswith(LEADS_AWAY):
            raise AttributeError(short(name) if type(name) is str else "")
        if isinstance(value, (type, types.ModuleType, *FUNCTIONS)):
            raise AttributeError(name)
        mocked = sys.modules.get("unittest.mock")
        if mocked and isinstance(value, mocked.NonCallableMock):
            mocks = (mocked.NonCallableMock, mocked.CallableMixin)
            if name.startswith(("_", "assert")) or any(hasattr(one, name) for one in mocks):
                raise AttributeError(name)

    def get(self, value, name):
        self.check(value, name)
        return getattr(value, name)

    def set(self, value, name, new):
        self.check(value, name)
        if self.judge and callable(getattr(type(value), name, None)):
            raise AttributeError("a class stays as it is")
        if isinstance(value, type):
            self.first.setdefault((id(value), name), vars(value).get(name, MISSING))
        setattr(value, name, new)

    def delete(self, value, name):
        self.check(value, name)
        before = self.first.pop((id(value), name), MISSING) if isinstance(value, type) else MISSING
        if before is MISSING:
            delattr(value, name)
        else:
            setattr(value, name, before)

    def call(self, function, /, *values, **named):
        if self.judge and not callable(function):
            raise TypeError("that cannot be called")
        return function(*values, **named)

    def method(self, owner, name, /, *values, **named):
        return self.get(owner, name)(*values, **named)

    def of_method(self, owner, name, key):
        self.check(owner, name)
        self.check(owner, key)
        return getattr(getattr(owner, name), key)

    def op(self, value, special, /, *values, **named):
        if special not in SPECIALS:
            raise AttributeError("there is no such operator")
        if self.judge and isinstance(value, (type, types.ModuleType)) and special != "__call__":
            raise AttributeError("a class can only be called")
        found = getattr(type(value), special, None)
        if found is None:
            if special == "__getitem__" and isinstance(value, type):
                return value[values[0]]
            raise TypeError(f"{type(value).__name__!r} object has no {special}")
        return found(value, *values, **named)

    def blank(self, value, special, kind):
        """What the object says of blank data of that kind, and whether it looked into it."""
        if self.judge or special not in COMPARISONS:
            wrong()
        looked = []
        said = self.op(value, special, make_blank(kind, looked))
        return said, bool(looked)

    def dir(self, value):
        if self.judge:
            return []
        return [name for name in dir(value) if type(name) is str]

    def vars(self, value):
        if self.judge:
            raise AttributeError("__dict__")
        return dict(vars(value)) if isinstance(value, type) else vars(value)

    def run(self, value):
        if not self.judge:
            return run_in_loop(value)
        steps = value.__await__()
        try:
            while True:
                if next(steps) is not None:
                    self.refuse("a callback waits for something of the tests")
        except StopIteration as ended:
            return ended.value

    def copy(self, value, deep):
        import copy

        return copy.deepcopy(value) if deep else copy.copy(value)

    def data(self, value):
        """Of an instance of a class below a container's what it holds, as such a container."""
        cls = shared_class(data_of(type(value)) or wrong())
        if issubclass(cls, dict):
            made = cls()
            for key in cls.keys(value):
                cls.__setitem__(made, key, dict.__getitem__(value, key))
            return made
        return cls(cls.__iter__(value))


def inspect_async(value):
    code = getattr(value, "__code__", None)
    return code is not None and code.co_flags & ASYNC != 0


loops = []


def run_in_loop(value):
    import asyncio

    if not loops:
        loops.append(asyncio.new_event_loop())
    asyncio.set_event_loop(loops[0])
    return loops[0].run_until_complete(value)
