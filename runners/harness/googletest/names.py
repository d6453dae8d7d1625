"""GoogleTest's names of tests ("Suite.Test", "Prefix/Suite.Test/0") and ours."""

LIMIT = 20000


def full(name):
    suite, _, test = name.partition(".")
    return f"{suite} > {test}"


def is_disabled(name):
    """As GoogleTest has it: the suite's or the test's own name begins so."""
    suite, _, test = name.partition(".")
    return any(part.startswith("DISABLED_") for part in (*suite.split("/"), *test.split("/")))
