"""How a test ended, as data: what was expected and what came, and where in the submission."""

import ast
import unittest

from _pytest._io.saferepr import saferepr
from _pytest.python_api import ApproxScalar

__unittest = True  # no part of a traceback
MAX_SHOWN = 2000
EQUAL = ("assertEqual", "assertIs", "assertListEqual", "assertDictEqual", "assertTupleEqual", "assertSetEqual",
         "assertCountEqual", "assertSequenceEqual", "assertMultiLineEqual")  # fmt: skip


def shown(value):
    text = value if isinstance(value, str) and type(value) is not str else saferepr(value, MAX_SHOWN)
    return str(text).encode(errors="backslashreplace").decode()[:MAX_SHOWN]


def is_literal(node):
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        return False
    return True


class Comparisons:
    """Hears which comparison failed in a test."""

    def __init__(self):
        self.pairs = []  # of `assert a == b`: what came, what was expected
        self.of_errors = {}  # id of an exception -> (exception, what came, what was expected)
        self.trees = {}

    def begin(self):
        self.pairs, self.of_errors = [], {}

    def install(self, plain_of):
        """`plain_of(value)` is what a tolerance, or a set's own difference, is applied to."""
        real, sets = unittest.TestCase.assertAlmostEqual, unittest.TestCase.assertSetEqual
        scalar = ApproxScalar.__eq__

        def nearly(self, first, second, *values, **named):
            return real(self, plain_of(first), plain_of(second), *values, **named)

        def of_sets(self, first, second, msg=None):
            """Asks the first one how it differs from the second."""
            return sets(self, plain_of(first), plain_of(second), msg)

        unittest.TestCase.assertAlmostEqual = nearly
        unittest.TestCase.assertSetEqual = of_sets
        ApproxScalar.__eq__ = lambda self, actual: scalar(self, plain_of(actual))
        for name in EQUAL:
            setattr(unittest.TestCase, name, self.heard_by(getattr(unittest.TestCase, name)))

    def heard_by(outer, real):
        def heard(self, first, second, *values, **named):
            __tracebackhide__ = True
            try:
                return real(self, first, second, *values, **named)
            except self.failureException as error:
                outer.of_errors[id(error)] = (error, first, second)
                raise

        heard.__name__, heard.__doc__ = real.__name__, real.__doc__
        return heard

    def asserted(self, op, left, right):
        if op == "==":
            self.pairs.append((left, right))

    def values(self, error):
        """{} or {expected, actual}, as literals."""
        found = self.of_errors.get(id(error))
        if found:
            _, actual, expected = found
        elif len(self.pairs) == 1 and isinstance(error, AssertionError):
            actual, expected = self.pairs[0]
            if self.is_turned(error):
                actual, expected = expected, actual
        else:
            return {}
        both = {"expected": shown(expected), "actual": shown(actual)}
        return {} if both["expected"] == both["actual"] else both

    def is_turned(self, error):
        """`assert 3 == add(1, 2)`: what is written as a literal is what was expected."""
        at = error.__traceback__
        while at is not None and at.tb_next is not None:
            at = at.tb_next
        if at is None:
            return False
        compared = self.comparison(at.tb_frame.f_code.co_filename, at.tb_lineno)
        return compared is not None and is_literal(compared.left) and not is_literal(compared.comparators[0])

    def comparison(self, file, line):
        if file not in self.trees:
            try:
                with open(file, "rb") as text:
                    self.trees[file] = ast.parse(text.read())
            except (OSError, SyntaxError, ValueError):
                self.trees[file] = ast.Module([], [])
        for node in ast.walk(self.trees[file]):
            if isinstance(node, ast.Assert) and node.lineno <= line <= node.end_lineno:
                test = node.test
                return test if isinstance(test, ast.Compare) and len(test.ops) == 1 else None
        return None


def chain(error):
    """An exception and those that led to it."""
    seen = []
    while error is not None and len(seen) < 20 and not any(error is one for one in seen):
        seen.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return seen
