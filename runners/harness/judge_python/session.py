"""One test file against a submission in another jail, in a process forked for it."""

import builtins
import os
import re
import sys

import pytest

from membrane_python.membrane import Gone, Membrane
from membrane_python.plain import CannotCross, wrong
from membrane_python.wire import open_wire

from . import apart
from .guards import Guards
from .imports import Finder
from .listener import make_listener
from .outcome import Comparisons
from .refusals import Refusals
from .watch import Watch

ROOT = "/submission"
ANSWERS = 4  # so many times as long as for one answer may be waited in a test
READS = ("read", "readline", "readlines")


class Session:
    """`request`: see main.py. `tell(row)` tells the engine."""

    def __init__(self, request, descriptor, tell, plugin):
        self.request, self.tell, self.plugin = request, tell, plugin
        self.refusals = Refusals()
        texts = [text for name, text in request["files"].items() if name.endswith(".py") and isinstance(text, str)]
        self.reason = next(filter(None, map(apart.why_not, texts)), "")
        self.watch = Watch(self.refusals.refuse, any(re.search(r"\brandom\b", text) for text in texts))
        self.guards = Guards(request["files"], self.refusals.refuse)
        self.places = {}  # id of an exception -> (exception, where it was thrown)
        self.inside = []  # assertions that failed in what the submission's code called
        self.listener = None
        used = []

        def ids():
            if not used:
                used.extend(re.findall(".{16}", os.urandom(512).hex()))
            return used.pop()

        serve = {"print": lambda: None, "input": lambda prompt: builtins.input(prompt), "read": self.read}
        self.membrane = Membrane("j", open_wire(descriptor, request["patience"] / 1000), ids, serve,
                                 before=lambda: self.watch.tell(self.membrane.ask),
                                 beside=self.watch.beside, heard=self.heard, thrown=self.thrown,
                                 refused=self.refusals.note, veiled=self.failed_inside)  # fmt: skip

    def is_module(self, value):
        return type(value) is self.membrane.standins.module

    # ---- from the other jail

    def read(self, how, size):
        if how not in READS or type(size) is not int:
            wrong()
        return getattr(sys.stdin, how)(size)

    def heard(self, message):
        for row in message.get("o", ()):
            descriptor, text = row
            if type(text) is not str:
                wrong()
            {1: sys.stdout, 2: sys.stderr}[descriptor].write(text)
        if "z" in message:
            self.watch.heard(message["z"])
        if "u" in message:
            self.refusals.note(message["u"], theirs=True)

    def failed_inside(self, error):
        """An assertion of the tests that the submission's code called: it says what is expected, and is
        not for that code to swallow."""
        is_assertion = isinstance(error, (AssertionError, pytest.fail.Exception))
        if is_assertion:
            self.inside.append(error)
        return is_assertion

    def thrown(self, error, word):
        self.inside = [one for one in self.inside if one is not error]  # the tests have it
        if isinstance(word, dict):
            self.places[id(error)] = (error, word)

    def frame_of(self, error):
        _, word = self.places.get(id(error), (None, {}))
        file, line, column = (word.get(key) for key in ("file", "line", "column"))
        if type(file) is not str or not file or type(line) is not int or file in self.request["files"]:
            return None
        return {"file": file, "line": max(0, line), "column": column if type(column) is int and column > 0 else 0}

    # ---- what the listener asks

    def refuse_if(self, reason):
        if reason:
            self.refusals.note(reason)

    def is_over(self):
        return bool(self.membrane.over or self.refusals.reason)

    def arm(self):
        self.watch.begin()
        self.guards.armed = True

    def begin_test(self):
        """However many answers a test wants, they are not to take longer than all may."""
        membrane, self.inside = self.membrane, []
        membrane.deadline = membrane.now() + ANSWERS * self.request["patience"] / 1000

    def disarm(self):
        self.watch.environment = None
        self.guards.armed = False

    def stop(self):
        self.listener.pytest.shouldstop = "the session is over"

    # ---- the run

    def run(self):
        """What is said of the file at its end."""
        if self.reason:
            return {"refused": self.reason}
        try:
            end = self.whole()
        except Gone:
            end = {"over": self.membrane.over.reason}
        except CannotCross as error:
            self.refusals.note(error)
            end = {}
        self.guards.armed = False
        if self.refusals.reason:
            end = self.refusals.end()
        elif self.membrane.over:
            end = {"over": self.membrane.over.reason}
        end["clean"] = self.finish()
        if self.membrane.over and "refused" not in end:
            end = {"over": self.membrane.over.reason}
        return end

    def finish(self):
        self.watch.environment = None
        try:
            return self.membrane.ask("end") is True
        except (Gone, Exception):
            return False

    def whole(self):
        ask, file = self.membrane.ask, self.request["file"]
        packages = ask("begin", file, {}, self.watch.uses_random)
        self.lay_packages(packages)
        sys.meta_path.insert(0, Finder(ask, self.is_module))
        sys.meta_path[0].reload(sys.modules["importlib"].reload)
        comparisons = Comparisons()
        comparisons.install(self.membrane.standins.plain_of)
        standins = self.membrane.standins
        self.watch.guard_frameworks(self.is_module, standins.is_function, standins.is_async)
        self.guards.install()
        self.listener = make_listener(self.plugin, comparisons, self)
        os.chdir(os.path.join(ROOT, os.path.dirname(file)))
        pytest.main([*self.plugin.options.arguments(file), "--capture=sys"], plugins=[self.listener])
        failure = self.listener.failure
        if failure is None and not self.listener.order:
            failure = self.plugin.options.empty(file)
        return {"failure": failure} if failure else {}

    def lay_packages(self, folders):
        """The tests lie in a package where they do in the submission."""
        for folder in folders if type(folders) is list else ():
            place = os.path.normpath(os.path.join(ROOT, str(folder)))
            init = os.path.join(place, "__init__.py")
            if place.startswith(ROOT) and os.path.isdir(place) and not os.path.exists(init):
                with open(init, "w"):
                    pass
