"""Hears what pytest does with one file and makes rows of it. The only plugin of ours."""

import os
import pathlib
import traceback
import types

import pytest
from _pytest.skipping import evaluate_skip_marks, evaluate_xfail_marks

import apart
import options  # noqa: F401
import stubs

MESSAGE_LIMIT = 4096
TESTS_LIMIT = 20000
ROOT = "/submission/"


def name_of(item):
    """The classes around a test and its name, parameters in brackets."""
    kinds = (pytest.Class, pytest.Item)
    chain = [node.name for node in item.listchain() if isinstance(node, kinds)]
    return " > ".join(chain)[:2000]


def inside(path):
    path = str(path)
    return path[len(ROOT):] if path.startswith(ROOT) else ""


def written_state(item):
    """What the suite itself says of a test. Of one that is expected to fail there is yet to do."""
    things = (getattr(item, "obj", None), getattr(item, "cls", None))

    def has(name):
        return any(getattr(thing, name, False) is True for thing in things)

    try:
        if evaluate_skip_marks(item) or has("__unittest_skip__"):
            return "skipped"
        if evaluate_xfail_marks(item) or has("__unittest_expecting_failure__"):
            return "todo"
    except BaseException:  # a condition that cannot be told without the student's code
        pass
    return "passed"


def failure_of(error):
    """Why a file could not be collected, from the exception that pytest met."""
    if isinstance(error, SyntaxError):
        return {"kind": "syntax", "message": str(error.msg), "subject": "",
                "file": inside(error.filename or ""), "line": error.lineno or 0,
                "column": error.offset or 0}
    file, line = "", 0
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith(ROOT):
            file, line = inside(frame.filename), frame.lineno or 0
    message = f"{type(error).__name__}: {error}".split("\n")[0]
    kind, subject = "thrown", ""
    if isinstance(error, ModuleNotFoundError):
        kind, subject = "missing_package", error.name or ""
        message = str(error)
    return {"kind": kind, "message": message, "subject": subject, "file": file, "line": line,
            "column": 0}


def must_fail():
    assert [1, {"a": 2}] == [1, {"a": 3}]


def canary_of(session, name):
    """In a module of our own, where no mark, fixture or set-up of the submission reaches it."""
    home = pytest.Module.from_parent(session, path=pathlib.Path(__file__))
    home._obj = types.ModuleType("canaries")
    return pytest.Function.from_parent(home, name=name, callobj=must_fail)


class Listener:
    """`listing`: name the tests and run none. `random`: hex digits that nobody else knows."""

    def __init__(self, listing, random):
        self.listing = listing
        self.random = random
        self.canaries = {}  # node id of a test of ours that must fail -> how it came out
        self.names = {}  # node id -> name
        self.order = []  # node ids
        self.states = {}  # node id -> row without the name
        self.failure = None
        self.together = ""  # why the tests cannot be judged from another jail

    def pytest_configure(self):
        os.chdir(ROOT)  # run.py went to the file's folder, to name it

    def pytest_collection_modifyitems(self, items):
        for item in items[:TESTS_LIMIT]:
            self.names[item.nodeid] = name_of(item)
            self.order.append(item.nodeid)
            if self.listing:
                self.together = self.together or apart.of_fixtures(getattr(item, "fixturenames", ()))
                self.states[item.nodeid] = [written_state(item), "", stubs.depends(item)]
        if self.listing:
            items[:] = []
        elif items:
            # At both ends: between two tests, their module's set-up would be done twice.
            first, last = (canary_of(items[0].session, f"test_{random}")
                           for random in (self.random[:12], self.random[12:24]))
            self.canaries = {first.nodeid: None, last.nodeid: None}
            items.insert(0, first)
            items.append(last)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_make_collect_report(self, collector):
        outcome = yield
        report = outcome.get_result()
        if report.failed and self.failure is None:
            call = getattr(report, "call", None)
            info = call.excinfo if call is not None else None
            self.failure = self.cause_of(info.value if info else None, report)

    def cause_of(self, error, report):
        # pytest wraps what an import threw: the wrapped one knows its place.
        while error is not None:
            inner = error.__cause__ or error.__context__
            if inner is None or not type(error).__module__.startswith("_pytest"):
                break
            error = inner
        if error is not None:
            return failure_of(error)
        return {"kind": "other", "message": str(report.longrepr).split("\n")[-1][:300],
                "subject": "", "file": "", "line": 0, "column": 0}

    def problem(self):
        """"" where the tests that must fail did. A suite may end itself before the last one."""
        states = list(self.canaries.values())
        if states and states[0] is None:
            return "a canary was not run"
        return "a canary passed" if set(states) - {None, "failed"} else ""

    def pytest_runtest_logreport(self, report):
        if report.nodeid in self.canaries and self.canaries[report.nodeid] != "failed":
            self.canaries[report.nodeid] = report.outcome
        if report.nodeid not in self.names:
            return
        row = self.states.get(report.nodeid)
        if report.failed:
            # A failed teardown fails a test that passed.
            if row is None or row[0] != "failed":
                self.states[report.nodeid] = ["failed", message_of(report)]
        elif report.skipped:
            # Failing as expected is a way to be skipped.
            self.states[report.nodeid] = ["todo" if hasattr(report, "wasxfail") else "skipped"]
        elif report.when == "call":
            self.states.setdefault(report.nodeid, ["passed"])

    def rows(self):
        return [[self.names[node], *self.states[node]] for node in self.order
                if node in self.states]


def message_of(report):
    """What pytest marks with E in a traceback."""
    text = str(report.longrepr)[:65536]
    lines = [line[1:].strip() for line in text.split("\n") if line.startswith("E ")]
    return ("\n".join(lines) or text.split("\n")[-1])[:MESSAGE_LIMIT]
