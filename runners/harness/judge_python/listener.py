"""Hears what pytest does with one test file, and tells it test by test."""

import os

import pytest

from . import apart
from .outcome import chain

MESSAGE_LIMIT = 4096


class Interrupted(Exception):
    """What would end the framework ends one test."""


def make_listener(plugin, comparisons, session):
    """`plugin`: the module of the harness for one jail, whose names and states these are."""

    class Listener(plugin.Listener):
        def __init__(self):
            super().__init__(False, "")
            self.index = {}  # node id -> place among all
            self.told = {}  # node id -> more than the state

        def pytest_configure(self):
            os.chdir(plugin.ROOT)
            session.arm()

        def pytest_collection_modifyitems(self, items):
            del items[plugin.TESTS_LIMIT :]
            for at, item in enumerate(items):
                self.names[item.nodeid] = plugin.name_of(item)
                self.order.append(item.nodeid)
                self.index[item.nodeid] = at
                session.refuse_if(apart.of_fixtures(getattr(item, "fixturenames", ())))
            if self.failure is None and items and not session.is_over():
                session.tell({"tests": [{"name": plugin.name_of(item), "state": self.state_word(item)}
                                        for item in items]})  # fmt: skip
            skipped = set(session.request["skip"])
            items[:] = [item for at, item in enumerate(items) if at not in skipped]
            if session.is_over():
                items[:] = []

        def state_word(self, item):
            state = plugin.written_state(item)
            return "run" if state == "passed" else state

        def cause_of(self, error, report):
            failure = super().cause_of(error, report)
            found = [error] if error is None or not type(error).__module__.startswith("_pytest") else chain(error)
            frame = next(filter(None, map(session.frame_of, found)), None)
            return {**failure, **frame} if frame else failure

        def pytest_assertrepr_compare(self, op, left, right):
            comparisons.asserted(op, left, right)

        def pytest_runtest_logstart(self):
            comparisons.begin()
            session.begin_test()

        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_call(self):
            outcome = yield
            error = outcome.excinfo[1] if outcome.excinfo else None
            if error is None and session.inside:
                raise session.inside[0]
            if isinstance(error, (KeyboardInterrupt, pytest.exit.Exception)):
                raise Interrupted(type(error).__name__) from error

        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_makereport(self, item, call):
            outcome = yield
            report = outcome.get_result()
            if report.failed and call.excinfo is not None and item.nodeid not in self.told:
                self.told[item.nodeid] = self.more(call.excinfo.value)

        def more(self, error):
            if session.is_over():
                return {}
            more = {}
            try:
                more.update(comparisons.values(error))
            except Exception:  # what a value of the submission does when it is shown
                pass
            frame = next(filter(None, (session.frame_of(one) for one in chain(error))), None)
            if frame:
                more["frame"] = frame
            return more

        def pytest_runtest_logfinish(self, nodeid):
            row = {"test": self.index[nodeid]}
            over = session.membrane.over
            if over:
                row.update(state="failed", over=over.reason, message="")
            else:
                state, *message = self.states.get(nodeid, ["failed"])
                row["state"] = state
                if state == "failed":
                    row["message"] = message[0] if message else ""
                    row.update(self.told.get(nodeid, {}))
            session.tell(row)
            if session.is_over():
                session.stop()

        @pytest.hookimpl(tryfirst=True)
        def pytest_sessionstart(self, session):
            self.pytest = session

        @pytest.hookimpl(tryfirst=True)
        def pytest_sessionfinish(self):
            session.disarm()

    return Listener()
