"""While tests are listed: what is not there, or does not load, is replaced by values that take every
use, since no student's code is around. Where the content of one would show, there is no list.
"""

import ast
import importlib.machinery
import sys
import types

ROOT = "/submission/"


class StubUsed(Exception):
    """The content of a stub would show."""


class Stub:
    """With a name, as a function or class has one, or what such a one gave."""

    def __init__(self, name=None):
        if name is not None:
            self.__name__ = name

    def __call__(self, *args, **_):
        # A decorator keeps what it decorates.
        return args[0] if len(args) == 1 and callable(args[0]) else Stub()

    def __getattr__(self, name):
        return fallback(name)

    def __mro_entries__(self, _):
        return ()

    def refuse(self, *_):
        raise StubUsed("the tests depend on code that is not there")

    __iter__ = __len__ = __index__ = __str__ = __format__ = __getitem__ = refuse


class Tried:
    """A function or class of the template; where it has nothing to give yet, a stub is given."""

    def __init__(self, real):
        self.real, self.__name__ = real, real.__name__

    def __call__(self, *args, **named):
        try:
            return self.real(*args, **named)
        except Exception:
            return Stub()

    def __getattr__(self, name):
        return getattr(self.real, name)

    def __mro_entries__(self, _):
        return (self.real,) if isinstance(self.real, type) else ()


def fallback(name):
    """A module's __getattr__."""
    if name.startswith("__"):
        raise AttributeError(name)
    return Stub(name)


class Loader:
    """Of a module that is not there, or around one that is: it has every name. `tried`: what it has
    throws while tests are made of it.
    """

    def __init__(self, real=None, tried=False):
        self.real, self.tried = real, tried

    def create_module(self, spec):
        return self.real.create_module(spec) if self.real else None

    def exec_module(self, module):
        try:
            if self.real:
                self.real.exec_module(module)
        except BaseException:  # half of it, then
            pass
        if "__getattr__" not in vars(module):
            module.__getattr__ = fallback
        for name, value in list(vars(module).items()) if self.tried else ():
            if isinstance(value, (type, types.FunctionType)) and value.__module__ == module.__name__:
                setattr(module, name, Tried(value))


class Finder:
    """`lacking` gets a row for each module that a file of the submission asks for in vain."""

    def __init__(self, tried):
        self.tried = tried
        self.lacking = {}

    def find_spec(self, name, path=None, _target=None):
        asker = who_asks()
        if asker is None:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is not None and (spec.origin or "").startswith(ROOT) and spec.loader is not None:
            spec.loader = Loader(spec.loader, self.tried)
            return spec
        if spec is not None or name in sys.builtin_module_names or is_frozen(name):
            return None
        file, line = asker
        if is_tried(ROOT + file, line):
            return None
        self.lacking.setdefault((file, name), {
            "kind": "missing_package", "message": f"No module named '{name}'", "subject": name,
            "file": file, "line": line, "column": 0})
        return importlib.machinery.ModuleSpec(name, Loader(), is_package=True)


def is_tried(path, line):
    """Whether the file itself says what is to be done where the import fails."""
    try:
        with open(path, "rb") as text:
            tree = ast.parse(text.read())
    except (OSError, SyntaxError, ValueError):
        return False
    return any(isinstance(node, ast.Try) and node.body[0].lineno <= line <= node.body[-1].end_lineno
               for node in ast.walk(tree))


def is_frozen(name):
    return importlib.machinery.FrozenImporter.find_spec(name) is not None


def who_asks():
    """The file and line of the submission that imports, or None where others do."""
    frame = sys._getframe(2)
    while frame is not None and "importlib" in frame.f_code.co_filename:
        frame = frame.f_back
    if frame is None or not frame.f_code.co_filename.startswith(ROOT):
        return None
    return frame.f_code.co_filename[len(ROOT):], frame.f_lineno


def depends(item):
    """Whether a parameter is a stub: then pytest may make the test's name of what a student has there."""
    callspec = getattr(item, "callspec", None)
    return callspec is not None and any(isinstance(value, (Stub, Tried)) for value in callspec.params.values())
