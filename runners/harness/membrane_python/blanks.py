"""What an object is compared with in place of plain data, which it is not to learn: blank data of the same
kind, that notes when somebody looks into it. An honest class asks what it is compared with for its class
first, and looks no further where it is another.
"""

from .plain import wrong
from .specials import COMPARISONS, OPERATORS, OTHERS

KINDS = {cls.__name__: cls for cls in (int, float, complex, str, bytes, list, tuple, dict, set, frozenset)}


def kind_of(value):
    """A key of KINDS, or None for data of which there are no blank ones."""
    name = "int" if type(value) is bool else type(value).__name__
    return name if name in KINDS else None


def make_blank(kind, looked):
    """`looked` gets the names by which it was looked into."""
    base = KINDS.get(kind) or wrong()

    def noting(name):
        found = getattr(base, name)

        def method(self, *values):
            looked.append(name)
            return found(self, *values)

        return method

    def read(self, name):
        if not name.startswith("__") and hasattr(base, name):
            looked.append(name)
        return base.__getattribute__(self, name)

    specials = [name for name in (*COMPARISONS, *OPERATORS, *OTHERS) if getattr(base, name, None)]
    namespace = {name: noting(name) for name in specials}
    return type(base.__name__, (base,), {**namespace, "__getattribute__": read})()
