"""Classes that hold data, like int, str and list: what an instance of one below them holds, whatever its
own class says.
"""

import sys

from .copies import KINDS as COPIED
from .plain import name_of_class

# Whose instances are what they hold, and cannot be changed.
DATA = {f"builtins.{name}" for name in "int float complex str bytes tuple frozenset".split()}
DATA |= {"datetime.date", "datetime.datetime", "datetime.timedelta", "decimal.Decimal", "fractions.Fraction"}


def is_library(cls):
    """Of the standard library, or installed: it is no class of the submission."""
    module = sys.modules.get(cls.__module__)
    file = getattr(module, "__file__", None)
    return module is not None and not (type(file) is str and file.startswith("/submission/"))


def is_library_error(cls):
    return issubclass(cls, BaseException) and is_library(cls)


def is_copied(cls):
    return name_of_class(cls) in COPIED


def data_of(cls):
    """The first of its classes that both sides have and that holds data; "" where there is none."""
    for one in cls.__mro__:
        name = name_of_class(one)
        if name in DATA or name in COPIED:
            return name
    return ""


def value_of(base, value):
    """What an instance of a class below `base` holds, without asking its class."""
    if base is tuple or base is frozenset:
        return base(base.__iter__(value))
    if base is str:
        return str.__str__(value)
    if base is bytes:
        return bytes.__getitem__(value, slice(None))
    if base in (int, float):
        return base.__pos__(value) if base is float else int.__add__(value, 0)
    if base is complex:
        return complex.__add__(value, 0j)
    name = base.__name__
    if name == "Decimal":
        return base(base.__str__(value))
    if name == "Fraction":
        return base(base.numerator.fget(value), base.denominator.fget(value))
    if name == "timedelta":
        return base(value.days, value.seconds, value.microseconds)
    if name == "datetime":
        return base(value.year, value.month, value.day, value.hour, value.minute, value.second,
                    value.microsecond, value.tzinfo, fold=value.fold)  # fmt: skip
    return base(value.year, value.month, value.day)


def instance_with(cls, base, value):
    name = base.__name__
    if name == "complex":
        return base.__new__(cls, value.real, value.imag)
    if name == "Fraction":  # whose own way goes through __setattr__
        made = object.__new__(cls)
        base._numerator.__set__(made, value.numerator)
        base._denominator.__set__(made, value.denominator)
        return made
    if name == "timedelta":
        return base.__new__(cls, value.days, value.seconds, value.microseconds)
    if name == "datetime":
        return base.__new__(cls, value.year, value.month, value.day, value.hour, value.minute,
                            value.second, value.microsecond, value.tzinfo, fold=value.fold)  # fmt: skip
    if name == "date":
        return base.__new__(cls, value.year, value.month, value.day)
    return base.__new__(cls, value)


def exception_with(cls, values):
    try:
        made = cls.__new__(cls, *values)
        made.__init__(*values)
    except TypeError:
        made = BaseException.__new__(cls)
    if made.args != values:
        made.args = values
    return made
