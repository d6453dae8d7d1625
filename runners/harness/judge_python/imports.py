"""Modules of the submission are asked for in its jail, and what the tests get stands for them. All else
is the environment's own or the rubric's side's.
"""

import importlib
import importlib.machinery
import os
import sys

ROOT = "/submission"
# Frameworks' own files that import what the tests name.
FOR_TESTS = ("/unittest/mock.py", "/pkgutil.py", "/_pytest/monkeypatch.py", "/_pytest/outcomes.py")


class Loader:
    def __init__(self, module):
        self.module = module

    def create_module(self, spec):
        return None

    def exec_module(self, made):
        sys.modules[made.__name__] = self.module()


class Finder:
    def __init__(self, ask, is_module):
        self.ask, self.is_module = ask, is_module

    def find_spec(self, name, path=None, _target=None):
        asker = who_asks()
        if asker is None or (not asker and name.partition(".")[0] in sys.stdlib_module_names):
            return None
        parent = sys.modules.get(name.rpartition(".")[0])
        places = [place for place in (sys.path if path is None else path)
                  if type(place) is str and (place == ROOT or place.startswith(ROOT + "/"))]  # fmt: skip
        theirs = parent is not None and self.is_module(parent)
        if not theirs:
            if importlib.machinery.PathFinder.find_spec(name, places) is not None and self.is_whole(name, places):
                return None
        if not places or not self.ask("find", name, places):
            return None
        roots = [place for place in sys.path if type(place) is str and (place == ROOT or place.startswith(ROOT + "/"))]
        return importlib.machinery.ModuleSpec(name, Loader(lambda: self.ask("import", name, roots)))

    def is_whole(self, name, places):
        """What is laid here is a module, and not only a folder for files beside it."""
        last = name.rpartition(".")[2]
        return any(os.path.isfile(os.path.join(place, last + ".py"))
                   or os.path.isfile(os.path.join(place, last, "__init__.py")) for place in places)  # fmt: skip

    def reload(self, real):
        def reload(module):
            if self.is_module(module):
                return self.ask("reload", module)
            return real(module)

        importlib.reload = reload


def who_asks():
    """True where the tests import, False where a framework does in their name, None where others do."""
    frame = sys._getframe(2)
    while frame is not None and "importlib" in frame.f_code.co_filename:
        frame = frame.f_back
    if frame is None:
        return None
    file = frame.f_code.co_filename
    if file.startswith(ROOT + "/"):
        return True
    return False if file.endswith(FOR_TESTS) else None
