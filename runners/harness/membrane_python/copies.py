"""Containers that both sides hold a copy of: their state as values, bringing one into a state, and
whether one is as it was. A kind is one letter.
"""

import base64
from operator import is_

from .plain import wrong, home, name_of_class, text, whole

KINDS = {
    "builtins.list": "a",
    "builtins.dict": "d",
    "builtins.set": "s",
    "builtins.bytearray": "b",
    "collections.deque": "q",
    "collections.OrderedDict": "o",
    "collections.Counter": "c",
    "collections.defaultdict": "g",
}
NAMES = {kind: name for name, kind in KINDS.items()}
DICTS = "docg"


def kind_of(cls):
    """"" where it is no such class itself."""
    return KINDS.get(name_of_class(cls), "")


def pairs(value, encode):
    told = []
    for key, item in value.items():
        told.append(encode(key))
        told.append(encode(item))
    return told


def state_of(kind, value, encode):
    if kind == "b":
        return base64.b64encode(value).decode()
    if kind == "q":
        return [value.maxlen, *map(encode, value)]
    if kind == "g":
        return [encode(value.default_factory), *pairs(value, encode)]
    if kind in DICTS:
        return pairs(value, encode)
    return [encode(item) for item in value]


def make(kind, state):
    """Empty, but for what cannot be changed later."""
    module, _, name = NAMES[kind].rpartition(".")
    cls = home(module, name)
    if kind != "q":
        return cls()
    if type(state) is not list or not state:
        wrong()
    return cls((), None if state[0] is None else whole(state[0]))


def fill(kind, value, state, decode):
    if kind == "b":
        value[:] = base64.b64decode(text(state), validate=True)
        return
    if type(state) is not list:
        wrong()
    if kind == "a":
        value[:] = [decode(item) for item in state]
    elif kind == "s":
        items = [decode(item) for item in state]
        value.clear()
        value.update(items)
    elif kind == "q":
        items = [decode(item) for item in state[1:]]
        value.clear()
        value.extend(items)
    else:
        if kind == "g":
            factory = decode(state[0])
            value.default_factory = factory
            state = state[1:]
        if len(state) % 2:
            wrong()
        items = [decode(item) for item in state]
        value.clear()
        for at in range(0, len(items), 2):
            value[items[at]] = items[at + 1]


def shadow_of(kind, value):
    if kind == "b":
        return bytes(value)
    if kind in DICTS:
        return [*value.keys(), *value.values()]
    return list(value)


def is_as(kind, value, shadow):
    if kind == "b":
        return value == shadow
    if kind not in DICTS:
        return len(value) == len(shadow) and all(map(is_, value, shadow))
    count = len(value)
    return (
        2 * count == len(shadow)
        and all(map(is_, value.keys(), shadow))
        and all(map(is_, value.values(), shadow[count:]))
    )
