"""Loads what the tests ask for of the submission, where the tests would find it."""

import importlib
import importlib.machinery
import os
import sys
import traceback


class Modules:
    def __init__(self, root, changes):
        self.root = root + "/"
        self.changes = changes
        self.asked = set()  # names of modules that the tests have
        self.loading = []  # exceptions that loading threw
        self.operations = {"begin": self.begin, "find": self.find, "import": self.load, "reload": importlib.reload}

    def begin(self, file, variables, random):
        """Which of the folders above a test file are packages."""
        os.environ.update(variables)
        if random:
            self.changes.watch_random()
        found = []
        folder = os.path.dirname(os.path.join(self.root, file))
        while folder.startswith(self.root) and os.path.isfile(os.path.join(folder, "__init__.py")):
            found.append(folder[len(self.root) :])
            folder = os.path.dirname(folder)
        return found

    def find(self, name, places):
        """Whether there is such a module, in these folders of the submission."""
        importlib.invalidate_caches()
        spec = importlib.machinery.PathFinder.find_spec(name, places)
        if spec is None:
            return False
        here = spec.origin or next(iter(spec.submodule_search_locations or ()), "")
        return here.startswith(self.root)

    def load(self, name, places):
        for place in reversed(places):
            if place not in sys.path:
                sys.path.insert(0, place)
        if name in self.asked:
            sys.modules.pop(name, None)  # the tests threw theirs away
        self.asked.add(name)
        try:
            return importlib.import_module(name)
        except BaseException as error:
            self.loading = [error]
            raise

    def place(self, error):
        """The last line of the submission that an exception came through."""
        if isinstance(error, SyntaxError) and str(error.filename or "").startswith(self.root):
            return str(error.filename)[len(self.root) :], error.lineno or 0, error.offset or 0
        for frame in reversed(traceback.extract_tb(error.__traceback__, -200)):
            if frame.filename.startswith(self.root):
                return frame.filename[len(self.root) :], frame.lineno or 0, 0
        return "", 0, 0

    def word_of(self, error):
        """Where it was thrown; of what loading threw, whether the tests could be loaded."""
        try:
            file, line, column = self.place(error)
            return {"file": file, "line": line, "column": column,
                    "loading": bool(self.loading and error is self.loading[0])}  # fmt: skip
        except Exception:
            return None
