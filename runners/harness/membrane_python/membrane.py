"""Two sides of one program in two jails: each has the other's objects as copies or as stand-ins, and
every object is the same one whenever it crosses. Both sides run this file; one of them belongs to
the student, and nothing that comes from there is believed but as a value.

A message is one frame of JSON:
  request {"i": id, "d": what, "v": [values], "k": {name: value}}
  reply   {"i": id, "r": value}, "t": exception with "w": word about it, or "x": why it cannot cross
  n: [[ref, kind, state]] objects that the receiver does not know yet
  s: [[ref, state]]       copies that changed since they last crossed
  f: [ref]                what the sender does not know any more
  and what the sides tell each other beside it (see `beside`).
Values: see plain.py; {"$": ref}, {"$own": class that both have}, {"$method": [ref, name]}. A ref is "j"
or "s", for the side that made the object, and a number.

Containers are compared before each message, so what one side changes the other side sees when it gets
to run: as if both held one object. A request that arrives while another one is answered is answered
in between, as calls nest in one program.
"""

import abc
import sys
import threading
import time

from . import copies
from .given import Given
from .plain import (MAX_DEPTH, READERS, WRONG, CannotCross, Tellers, WrongValue, name_of_class,
                    shared_class, wrong)
from .standins import BoundMethod, make_standins
from .wire import WireError

MAX_CALLS = 200  # of requests within requests
MAX_OBJECTS = 300_000
MANY = 500  # stand-ins, before it is looked for those that nobody holds
ROOM = 40  # calls, for one message
METACLASSES = (type, abc.ABCMeta)  # of the classes that both sides have


class Gone(BaseException):
    """Nothing is answered any more. `reason`: "closed", "late", "broken", "too_large"."""

    def __init__(self, reason):
        super().__init__(f"the submission cannot be asked: {reason}")
        self.reason = reason


class Entry:
    __slots__ = ("ref", "kind", "object", "shadow")

    def __init__(self, ref, kind, object_):
        self.ref, self.kind, self.object, self.shadow = ref, kind, object_, None


def is_exception(value):
    return isinstance(type(value), type) and BaseException in type(value).__mro__


def make_room(left=ROOM):
    """A message must not end in its middle because calls are nested too deeply."""
    if left:
        make_room(left - 1)


class Membrane:
    """`side`: "j" (judge) or "s" (student). `wire`: send and receive of wire.py. `ids()` names a
    request. `serve`: what is done for requests beside those about objects. `before()` is called
    before each request; `beside()` gives more fields for a message, `heard(message)` reads them.
    `thrown(error, word)` hears what the other side threw, `word(error)` is what is said of it.
    `refused(why, theirs)` hears of each CannotCross; `theirs`: it is the other side's doing.
    `veiled(error)`: of an exception that goes over nothing is told."""

    def __init__(self, side, wire, ids, serve, before=None, beside=None, heard=None, thrown=None,
                 word=None, refused=None, veiled=None):  # fmt: skip
        self.side, self.ids = side, ids
        self.theirs = "s" if side == "j" else "j"
        self.wire_send, self.wire_receive = wire
        self.before, self.beside, self.heard = before, beside, heard
        self.thrown, self.word, self.refused = thrown, word, refused
        self.veiled = veiled or (lambda error: False)
        self.by_id, self.by_ref = {}, {}
        self.copies = {}  # ref -> entry
        self.fresh = []  # rows that the other side does not have yet
        self.given = Given()
        self.tellers = Tellers()
        self.kinds = {}  # class -> kind of a copy, or ""
        self.counter = self.depth = self.level = 0
        self.standins_left = 0
        self.over = None
        self.deadline = 0  # for all that is asked; 0: none
        self.replies = {}
        self.asked = set()
        self.lock = threading.RLock()
        self.count, self.now = sys.getrefcount, time.monotonic
        probe = Entry("", "", [])
        self.alone = self.count(probe.object)
        self.standins = make_standins(self)
        self.operations = {**self.standins.operations, **serve}

    def refusal(self, why, theirs=False):
        if self.refused:
            self.refused(why, theirs)
        return CannotCross(why)

    # ---- values

    def add(self, value, ref, kind):
        if len(self.by_ref) > MAX_OBJECTS:
            raise self.refusal("too many objects cross", theirs=ref[0] == self.theirs)
        entry = Entry(ref, kind, value)
        self.by_id[id(value)] = entry
        self.by_ref[ref] = entry
        if kind in copies.NAMES:
            self.copies[ref] = entry
        return entry

    def is_theirs(self, value):
        entry = self.by_id.get(id(value))
        if entry is not None:
            return entry.ref[0] == self.theirs and entry.kind not in copies.NAMES
        return type(value) is BoundMethod

    def is_plain(self, value):
        cls = type(value)
        return cls in (str, bool, int, type(None)) or self.tellers[cls] is not None or self.copy_kind(cls) != ""

    def copy_kind(self, cls):
        kind = self.kinds.get(cls)
        if kind is None:
            kind = self.kinds[cls] = copies.kind_of(cls)
        return kind

    def encode(self, value):
        cls = type(value)
        if cls in self.given.known:
            self.given.keep(value)
        if value is None or cls is str or cls is bool:
            return value
        entry = self.by_id.get(id(value))
        if entry is not None:
            return {"$": entry.ref}
        teller = self.tellers[cls]
        if teller is None:
            return self.export(value, cls)
        self.level += 1
        try:
            if self.level > MAX_DEPTH:
                raise self.refusal("a value is nested too deeply")
            return teller(value, self.encode)
        except CannotCross as error:
            raise self.refusal(str(error)) from None
        finally:
            self.level -= 1

    def export(self, value, cls):
        if cls is BoundMethod:
            return {"$method": [self.encode(value.owner), value.name]}
        if type(value) in METACLASSES:
            name = name_of_class(value)
            if name:
                return {"$own": name}
        self.counter += 1
        ref = f"{self.side}{self.counter}"
        kind = self.copy_kind(cls)
        if kind:
            self.fresh.append(self.add(value, ref, kind))
        else:
            row = self.standins.row_of(value, lambda kind: self.add(value, ref, kind))
            if type(row) is not list:
                return row
            self.fresh.append([ref, *row])
        return {"$": ref}

    def entry_of(self, ref):
        entry = self.by_ref.get(ref) if type(ref) is str else None
        return entry or wrong()

    def decode(self, told):
        if type(told) in self.given.known:
            return self.given.here(told)
        if type(told) is not dict:
            return told if type(told) is not list else wrong()
        if len(told) != 1:
            wrong()
        ((tag, content),) = told.items()
        if tag == "$":
            return self.entry_of(content).object
        reader = READERS.get(tag)
        if reader is not None:
            return reader(content, self.decode)
        if tag == "$own" and type(content) is str:
            return shared_class(content)
        if tag == "$method" and type(content) is list and len(content) == 2:
            return self.standins.method_of(self.decode(content[0]), content[1])
        return wrong()

    # ---- messages

    def forget(self, entry):
        self.by_ref.pop(entry.ref, None)
        self.by_id.pop(id(entry.object), None)
        self.copies.pop(entry.ref, None)
        self.standins.hashes.pop(id(entry.object), None)
        self.standins.shown.pop(id(entry.object), None)

    def news(self):
        """Encoding one may bring others."""
        rows, at = [], 0
        while at < len(self.fresh):
            row = self.fresh[at]
            at += 1
            if type(row) is Entry:
                state = copies.state_of(row.kind, row.object, self.encode)
                row.shadow = copies.shadow_of(row.kind, row.object)
                row = [row.ref, row.kind, state]
            rows.append(row)
        self.fresh = []
        return rows

    def changes(self, freed):
        rows = []
        for entry in list(self.copies.values()):
            if entry.shadow is None:
                continue
            if copies.is_as(entry.kind, entry.object, entry.shadow):
                if self.count(entry.object) <= self.alone:
                    freed.append(entry.ref)
                    self.forget(entry)
            else:
                rows.append([entry.ref, copies.state_of(entry.kind, entry.object, self.encode)])
                entry.shadow = copies.shadow_of(entry.kind, entry.object)
        return rows

    def sweep(self, freed):
        """Stand-ins that nobody here holds any more."""
        if len(self.by_ref) - len(self.copies) < self.standins_left + MANY:
            return
        for entry in list(self.by_ref.values()):
            if entry.kind in "fie" and entry.ref[0] == self.theirs and self.count(entry.object) <= self.alone:
                freed.append(entry.ref)
                self.forget(entry)
        self.standins_left = len(self.by_ref) - len(self.copies)

    def send(self, message):
        freed = []
        changed = self.changes(freed)
        news = self.news()  # also what the changed ones brought
        self.sweep(freed)
        if news:
            message["n"] = news
        if changed:
            message["s"] = changed
        if freed:
            message["f"] = freed
        if self.beside:
            message.update(self.beside())
        try:
            if not self.wire_send(message):
                self.end("too_large")
        except WireError as error:
            self.end(error.reason)

    def end(self, reason):
        self.over = self.over or Gone(reason)
        raise self.over

    def strictly(self, work, *values):
        """Whatever the other side says that nobody can make sense of ends the session."""
        try:
            return work(*values)
        except (Gone, CannotCross):
            raise
        except (WrongValue, RecursionError, *WRONG):
            return self.end("broken")

    def take(self, message):
        fill = []
        for row in rows(message, "n"):
            ref, kind, state = row if type(row) is list and len(row) == 3 else wrong()
            if type(ref) is not str or ref[:1] != self.theirs or not ref[1:].isdecimal() or ref in self.by_ref:
                wrong()
            if type(kind) is not str or len(kind) != 1 or len(ref) > 12:
                wrong()
            if kind in copies.NAMES:
                fill.append((self.add(copies.make(kind, state), ref, kind), state))
            else:
                made, later = self.standins.make(kind, ref, state)
                self.add(made, ref, kind)
                if later:
                    fill.append((None, later))
        for row in rows(message, "s"):
            ref, state = row if type(row) is list and len(row) == 2 else wrong()
            entry = self.entry_of(ref)
            if ref not in self.copies:
                wrong()
            fill.append((entry, state))
        for entry, state in fill:
            if entry is None:
                state()
            else:
                copies.fill(entry.kind, entry.object, state, self.decode)
                entry.shadow = copies.shadow_of(entry.kind, entry.object)

    def drop(self, message):
        for ref in rows(message, "f"):
            entry = self.by_ref.get(ref) if type(ref) is str else wrong()
            if entry is not None:
                self.forget(entry)

    def receive(self):
        if self.deadline and self.now() > self.deadline:
            self.end("late")
        try:
            message = self.wire_receive()
        except WireError as error:
            return self.end(error.reason)
        if type(message) is not dict or type(message.get("i")) is not str or len(message["i"]) > 64:
            return self.end("broken")
        self.strictly(self.take, message)
        if self.heard:
            self.strictly(self.heard, message)
        return message

    # ---- asking

    def ask(self, what, *values, **named):
        """What the other side gives back, or throws, for `what` and its values."""
        __tracebackhide__ = True
        with self.lock:
            if self.over:
                raise self.over
            if self.depth >= MAX_CALLS:
                raise RecursionError("maximum recursion depth exceeded")
            make_room()
            if self.before:
                self.before()
            ident = self.ids()
            message = {"i": ident, "d": what, "v": [self.encode(value) for value in values]}
            if named:
                message["k"] = {name: self.encode(value) for name, value in named.items()}
            self.send(message)
            self.depth += 1
            try:
                reply = self.wait_for(ident)
            finally:
                self.depth -= 1
            if "x" in reply:
                raise self.refusal(str(reply["x"])[:200], theirs=True)
            error = self.strictly(self.read_reply, reply)
            if not is_thrown(reply):
                return error
            if self.thrown:
                self.thrown(error, reply.get("w"))
        raise error

    def read_reply(self, reply):
        given = self.decode(reply["t"] if is_thrown(reply) else reply["r"])
        if is_thrown(reply) and not is_exception(given):
            wrong()
        self.drop(reply)
        return given

    def wait_for(self, ident):
        self.asked.add(ident)
        while True:
            early = self.replies.pop(ident, None)
            if early is not None:
                return early
            message = self.receive()
            if "d" in message:
                self.answer(message)
            elif message["i"] not in self.asked:
                self.end("broken")
            else:
                self.asked.discard(message["i"])
                if message["i"] == ident:
                    return message
                self.replies[message["i"]] = message

    # ---- answering

    def answer(self, message):
        ident, what = message["i"], message["d"]
        handler = self.operations.get(what) if type(what) is str else None
        if handler is None:
            self.end("broken")
        values, named = self.strictly(self.read_request, message)
        given = None
        self.depth += 1
        try:
            if self.depth > MAX_CALLS:
                raise RecursionError("maximum recursion depth exceeded")
            given = handler(*values, **named)
            with self.lock:  # others of the submission's threads may ask
                reply = {"i": ident, "r": self.encode(given)}
        except (Gone, WireError):
            raise
        except CannotCross as error:
            reply = {"i": ident, "x": str(error)[:200]}
        except BaseException as error:
            given = error  # held until it is told
            with self.lock:
                reply = self.reply_with(ident, error)
        finally:
            self.depth -= 1
        with self.lock:
            self.reply(reply)

    def reply_with(self, ident, error):
        try:
            reply = {"i": ident, "t": self.encode(error)}
        except CannotCross as refusal:
            return {"i": ident, "x": str(refusal)[:200]}
        word = self.word(error) if self.word else None
        return reply if word is None else {**reply, "w": word}

    def reply(self, reply):
        try:
            self.send(reply)
        except CannotCross as error:  # what is in a container
            self.fresh = []
            self.send({"i": reply["i"], "x": str(error)[:200]})

    def read_request(self, message):
        values = [self.decode(value) for value in rows(message, "v")]
        named = message.get("k", {})
        if type(named) is not dict:
            wrong()
        named = {name: self.decode(value) for name, value in named.items()}
        self.drop(message)
        return values, named


def is_thrown(reply):
    if ("t" in reply) == ("r" in reply):
        wrong()
    return "t" in reply


def rows(message, key):
    found = message.get(key, [])
    return found if type(found) is list else wrong()
