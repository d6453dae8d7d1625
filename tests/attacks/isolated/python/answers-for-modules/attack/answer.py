"""2: a module that is another thing than it seems."""
import sys
import types


class Lie(types.ModuleType):
    def __getattr__(self, name):
        return Lie(name)

    def __call__(self, *_, **__):
        return self

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __len__(self):
        return 1

    def __iter__(self):
        return iter([0, 1, 4])


sys.modules[__name__] = Lie(__name__)
