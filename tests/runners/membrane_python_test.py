"""The membrane between two jails in Python: what ends a session, whatever stands in the frames."""

import json
import os
import random
import socket
import sys
import threading

import pytest

sys.dont_write_bytecode = True  # they are part of the digest of environments
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../runners/harness"))
from membrane_python import wire  # noqa: E402
from membrane_python.membrane import Gone, Membrane  # noqa: E402
from membrane_python.plain import CannotCross  # noqa: E402


def ids():
    counter = iter(range(10**9))
    return lambda: f"id{next(counter)}"


def judge_over(end, **more):
    end.settimeout(None)
    return Membrane("j", wire.open_wire(end.fileno(), 5), ids(), {}, **more)


class Raw:
    """A student's side that says what the test wants."""

    def __init__(self):
        self.ours, self.theirs = socket.socketpair()
        self.judge = judge_over(self.theirs)

    def answer(self, make):
        def work():
            ask = self.receive()
            self.ours.sendall(make(ask["i"]))

        thread = threading.Thread(target=work)
        thread.start()
        try:
            return self.judge.ask("call", 1)
        finally:
            thread.join()

    def receive(self):
        size = int.from_bytes(self.ours.recv(4, socket.MSG_WAITALL), "big")
        return json.loads(self.ours.recv(size, socket.MSG_WAITALL))


def frame(text):
    data = text.encode()
    return len(data).to_bytes(4, "big") + data


def reply(rest):
    return lambda ident: frame(f'{{"i":"{ident}",{rest}}}')


@pytest.mark.parametrize(
    "told, value",
    [('"r":3', 3), ('"r":{"$tuple":[1,{"$float":"inf"}]}', (1, float("inf"))), ('"r":{"$int":"-ff"}', -255),
     ('"r":{"$own":"builtins.int"}', int), ('"r":{"$":"s1"},"n":[["s1","a",[1,{"$":"s2"}]],["s2","d",["k",2]]]', [1, {"k": 2}]),
     ('"r":{"$bytes":"AP8="}', b"\x00\xff")],
)  # fmt: skip
def test_values(told, value):
    assert Raw().answer(reply(told)) == value


BROKEN = {
    "no object": lambda _: frame("[]"),
    "no JSON": lambda _: frame("{"),
    "constants": reply('"r":NaN'),
    "an empty frame": lambda _: b"\0\0\0\0",
    "a frame that is too long": lambda _: b"\xff\0\0\0",
    "no id": lambda _: frame('{"r":1}'),
    "an id that is not asked": lambda _: frame('{"i":"other","r":1}'),
    "nothing said": reply('"q":1'),
    "two answers": reply('"r":1,"t":1'),
    "a bare list": reply('"r":[1]'),
    "two tags": reply('"r":{"$int":"1","$float":"inf"}'),
    "an unknown tag": reply('"r":{"$eval":"1"}'),
    "a function of the judge": reply('"r":{"$own":"builtins.exec"}'),
    "a module of the judge": reply('"r":{"$own":"os.system"}'),
    "an object that is not there": reply('"r":{"$":"s9"}'),
    "an object of the judge that is not there": reply('"r":{"$":"j9"}'),
    "a ref of the judge's side": reply('"r":1,"n":[["j1","a",[]]]'),
    "a ref that is there": reply('"r":1,"n":[["s1","a",[]],["s1","a",[]]]'),
    "an unknown kind": reply('"r":1,"n":[["s1","z",[]]]'),
    "a key that cannot be one": reply('"r":{"$":"s1"},"n":[["s1","d",[{"$":"s1"},1]]]'),
    "a key without a value": reply('"r":1,"n":[["s1","d",["k"]]]'),
    "bytes that are none": reply('"r":{"$bytes":"A"}'),
    "a date that is none": reply('"r":{"$date":[2024,13,1]}'),
    "a number that is none": reply('"r":{"$int":"1_0"}'),
    "a number of text": reply('"r":{"$fraction":["1",2]}'),
    "an exception that is none": reply('"t":3'),
    "an instance without a class": reply('"r":1,"n":[["s1","i",[{"$own":"builtins.int"},null,3]]]'),
    "a class with a method of our own": reply(
        '"r":1,"n":[["s1","C",["A","A","m",null,[],["__getattribute__"],"",true]]]'
    ),
    "a class that is below itself": reply('"r":1,"n":[["s1","C",["A","A","m",null,[{"$":"s1"}],[],"",true]]]'),
    "data that its class does not have": reply(
        '"r":1,"n":[["s1","C",["A","A","m",null,[],[],"builtins.int",true]],["s2","i",[{"$":"s1"},null,"x"]]]'
    ),
    "changes of what is no copy": reply('"r":1,"n":[["s1","f",["f","m",true,false]]],"s":[["s1",[]]]'),
    "an unknown request": lambda _: frame('{"i":"s1","d":"eval","v":["1"]}'),
    "a request that names no text": lambda _: frame('{"i":"s1","d":["call"],"v":[]}'),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_breaks_the_rules_ends_the_session(name):
    raw = Raw()
    with pytest.raises(Gone, match="^the submission cannot be asked: broken$"):
        raw.answer(BROKEN[name])
    with pytest.raises(Gone):
        raw.judge.ask("call", 1)


def test_who_leaves_is_gone():
    raw = Raw()
    raw.ours.close()
    with pytest.raises(Gone, match="^the submission cannot be asked: closed$"):
        raw.judge.ask("call", 1)


def test_all_that_is_said_is_bounded(monkeypatch):
    monkeypatch.setattr(wire, "MAX_SESSION", 1000)
    raw = Raw()
    with pytest.raises(Gone, match="^the submission cannot be asked: too_large$"):
        for _ in range(20):
            raw.answer(reply('"r":"' + "x" * 100 + '"'))


def test_noise():
    """Frames that are nearly right: they give a value, an exception, or end the session."""
    dice = random.Random(7)
    right = ['"r":{"$":"s1"},"n":[["s1","a",[1,{"$tuple":[2]}]]]', '"t":{"$":"s1"},"n":[["s1","e",[{"$own":"builtins.KeyError"},["k"],{}]]]',
             '"r":{"$":"s2"},"n":[["s1","C",["A","A","m",null,[],["__eq__"],"builtins.str",true]],["s2","i",[{"$":"s1"},5,"x"]]]',
             '"r":{"$datetime":[2024,1,1,1,1,1,1,{"$timezone":[{"$timedelta":[0,0,0]},"UTC"]},0]}']  # fmt: skip
    signs = '[]{}",:$0123456789sjabcedoCifm'
    for _ in range(1500):
        text = list(dice.choice(right))
        for _ in range(dice.randint(1, 3)):
            text[dice.randrange(len(text))] = dice.choice(signs)
        raw = Raw()
        try:
            raw.answer(reply("".join(text)))
        except (Gone, CannotCross, Exception):
            pass
        finally:
            raw.ours.close()
            raw.theirs.close()


class Pair:
    """Both sides, the student's in a thread."""

    def __init__(self, values):
        ours, theirs = socket.socketpair()
        self.ends = (ours, theirs)
        self.judge = judge_over(theirs)
        serve = {"value": lambda name: values[name]}
        self.student = Membrane("s", wire.open_wire(ours.fileno()), ids(), serve)
        threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        try:
            while True:
                self.student.answer(self.student.receive())
        except Gone:
            pass


class Secretive:
    """A test's object that is given to the submission."""

    def __init__(self):
        self.open = 1
        self._pytestmark = 2

    def method(self):
        return 3


@pytest.mark.parametrize("name", ["__class__", "__dict__", "__init__", "_pytestmark", "gi_frame", "f_globals"])
def test_nothing_leads_from_what_is_given_to_the_tests(name):
    def look(given):
        assert given.open == 1 and given.method() == 3
        return student.ask("get", given, name)

    pair = Pair({"look": look})
    student = pair.student
    with pytest.raises(AttributeError):
        pair.judge.ask("value", "look")(Secretive())


@pytest.mark.parametrize("name", ["__globals__", "__code__", "__self__", "__closure__", "__name__"])
def test_a_function_of_the_tests_can_only_be_called(name):
    pair = Pair({"look": lambda given: student.ask("get", given, name)})
    student = pair.student
    with pytest.raises(AttributeError):
        pair.judge.ask("value", "look")(lambda: 3)


class Box:
    pass


def test_what_nobody_holds_is_forgotten():
    pair = Pair({"make": lambda n: [n], "box": lambda n: Box()})
    make, box = pair.judge.ask("value", "make"), pair.judge.ask("value", "box")
    for n in range(2000):
        assert make(n) == [n]
        box(n)
    assert len(pair.judge.by_ref) < 1500 and len(pair.student.by_ref) < 3000
