"""Whether tests can be judged from another jail, as far as their text and their fixtures say."""

import ast
import importlib.machinery
import sys

# Modules of Python's own that only touch what they are given, or that are bridged.
KNOWN = frozenset(
    """__future__ asyncio base64 binascii bisect builtins calendar cmath collections contextlib copy
    csv datetime decimal difflib errno fractions functools hashlib heapq html importlib io itertools
    json keyword locale math numbers operator os pathlib platform pprint pytest queue random re
    secrets statistics string struct sys textwrap threading time typing unicodedata unittest uuid
    zoneinfo""".split()
)
# Of these modules a few names.
IN_PART = {"dataclasses": ("dataclass", "field"), "types": ("SimpleNamespace", "MappingProxyType")}
# Names of modules, beside these, that are found in those.
UNKNOWN_PARTS = frozenset(["importlib.metadata", "importlib.resources", "asyncio.subprocess"])
FIXTURES = {
    "tmp_path": "the tests write files",
    "tmp_path_factory": "the tests write files",
    "tmpdir": "the tests write files",
    "tmpdir_factory": "the tests write files",
    "testdir": "the tests use the fixture testdir",
    "pytester": "the tests use the fixture pytester",
    "caplog": "the tests look at what is logged",
    "recwarn": "the tests look at warnings",
    "cache": "the tests write files",
    "capfdbinary": "the tests use the fixture capfdbinary",
}
ATTRIBUTES = {
    "warns": "the tests look at warnings",
    "deprecated_call": "the tests look at warnings",
    "assertWarns": "the tests look at warnings",
    "assertWarnsRegex": "the tests look at warnings",
    "assertLogs": "the tests look at what is logged",
    "assertNoLogs": "the tests look at what is logged",
    "setrecursionlimit": "the tests change limits of Python",
    "set_int_max_str_digits": "the tests change limits of Python",
    "getcontext": "the tests change how decimals are counted",
    "setcontext": "the tests change how decimals are counted",
    "localcontext": "the tests change how decimals are counted",
    "setlocale": "the tests change the locale",
    "tzset": "the tests change the time zone",
    "create_autospec": "the tests look into the submission's code",
}


def why_not(source):
    """"" where the text gives no reason. What cannot be read is for the framework to say."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return ""
    for node in ast.walk(tree):
        reason = reason_of(node)
        if reason:
            return reason
    return ""


def reason_of(node):
    if isinstance(node, ast.Import):
        return next(filter(None, (of_module(one.name) for one in node.names)), "")
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return of_names(node.module or "", [one.name for one in node.names])
    if isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Name) and node.attr not in IN_PART.get(node.value.id, (node.attr,)):
            return f"the tests use {node.value.id}"
        if node.attr == "modules" and isinstance(node.value, ast.Name) and node.value.id == "sys":
            return "the tests replace modules"
        return ATTRIBUTES.get(node.attr, "")
    if isinstance(node, ast.keyword) and node.arg in ("autospec", "spec", "spec_set", "wraps"):
        return "" if node.arg == "wraps" else "the tests look into the submission's code"
    return ""


def of_names(module, names):
    if module in IN_PART:
        return "" if set(names) <= set(IN_PART[module]) else f"the tests use {module}"
    return of_module(module) or next(filter(None, map(ATTRIBUTES.get, names)), "")


def of_module(name):
    first = name.partition(".")[0]
    if name in IN_PART:
        return ""
    if name in UNKNOWN_PARTS:
        return f"the tests use {name}"
    if first in KNOWN:
        return ""
    if first in sys.stdlib_module_names:
        return f"the tests use {first}"
    if is_installed(first):
        return f"the tests use the package {first}"
    return ""


def is_installed(name):
    places = [place for place in sys.path if not place.startswith("/submission")]
    return bool(name) and importlib.machinery.PathFinder.find_spec(name, places) is not None


def of_fixtures(names):
    return next((FIXTURES[name] for name in names if name in FIXTURES), "")
