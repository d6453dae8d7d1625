"""What tests replace in Python's own modules is told to the other jail before it is asked for anything."""

import os
import random
import sys
import types

WATCHED = ("builtins", "io", "time", "random", "datetime", "math", "os", "os.path", "string", "secrets")
# What pytest itself changes.
OURS = {("builtins", "_"), ("builtins", "breakpoint"), ("builtins", "__build_class__")}


class Watch:
    def __init__(self, refuse, uses_random):
        self.refuse = refuse
        self.uses_random = uses_random
        self.modules = {}  # name -> (its names, as they were at first; as the other side has them)
        self.environment = None
        self.argv = list(sys.argv)
        self.state = None
        self.busy = False
        self.path = None

    def begin(self):
        for name in WATCHED:
            module = sys.modules.get(name)
            if module is not None:
                self.modules[name] = [vars(module), dict(vars(module)), dict(vars(module))]
        self.environment = dict(os.environ._data)

    def tell(self, ask):
        if self.busy or self.environment is None:
            return
        self.busy = True
        try:
            for name, row in self.modules.items():
                if row[0] != row[2]:
                    self.tell_module(ask, name, row)
            if os.environ._data != self.environment:
                self.tell_environment(ask)
            if sys.argv != self.argv:
                self.argv = list(sys.argv)
                ask("replace", "sys", "argv", list(sys.argv))
        finally:
            self.busy = False

    def tell_module(self, ask, name, row):
        there, first, told = row
        for key in [*there, *(key for key in told if key not in there)]:
            if (name, key) in OURS or key.startswith("__"):
                continue
            value = there.get(key, row)
            if value is told.get(key, row):
                continue
            if value is first.get(key, row):
                ask("restore", name, key)
            elif value is row:
                self.refuse(f"the tests remove something from {name}")
            else:
                ask("replace", name, key, value)
        row[2] = dict(there)

    def tell_environment(self, ask):
        there = dict(os.environ._data)
        for key in there.keys() | self.environment.keys():
            if there.get(key) != self.environment.get(key) and key != b"PYTEST_CURRENT_TEST":
                value = there.get(key)
                ask("environment", os.fsdecode(key), None if value is None else os.fsdecode(value))
        self.environment = there

    # ---- random

    def beside(self):
        if not self.uses_random:
            return {}
        state = random.getstate()
        if state == self.state:
            return {}
        self.state = state
        return {"z": [state[0], list(state[1]), state[2]]}

    def heard(self, state):
        self.state = (state[0], tuple(state[1]), state[2])
        random.setstate(self.state)

    # ---- by frameworks

    def asked(self, real, is_function, is_async):
        def answer(value):
            return is_async(value) if is_function(value) else real(value)

        return answer

    def guard_frameworks(self, is_module, is_function, is_async):
        """What replaces something in a module that is not watched is refused."""
        import unittest.mock

        import pytest

        def check(target):
            if is_module(target) or not isinstance(target, (types.ModuleType, type)):
                return
            name = target.__name__ if isinstance(target, types.ModuleType) else target.__module__
            module = sys.modules.get(name)
            file = getattr(module, "__file__", None) or ""
            ours = name.startswith(("membrane_python", "_pytest")) or target is sys
            if ours or file.startswith("/submission/"):
                return
            if not isinstance(target, types.ModuleType) or name not in self.modules and name not in ("posixpath",):
                self.refuse(f"the tests replace something in {name}")

        enter = unittest.mock._patch.__enter__
        setattr_ = pytest.MonkeyPatch.setattr
        delattr_ = pytest.MonkeyPatch.delattr

        def guarded_enter(self):
            made = enter(self)
            check(self.target)
            return made

        def guarded_setattr(self, *values, **named):
            setattr_(self, *values, **named)
            check(self._setattr[-1][0])

        def guarded_delattr(self, *values, **named):
            delattr_(self, *values, **named)
            if self._setattr:
                check(self._setattr[-1][0])

        for name in ("_is_async_obj", "_is_async_func"):
            setattr(unittest.mock, name, self.asked(getattr(unittest.mock, name), is_function, is_async))
        unittest.mock._patch.__enter__ = guarded_enter
        pytest.MonkeyPatch.setattr = guarded_setattr
        pytest.MonkeyPatch.delattr = guarded_delattr
