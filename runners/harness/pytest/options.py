"""How pytest is asked to run one file, and what is said of files that it cannot run."""

import os

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = "/submission"
EMPTY = {"kind": "empty", "message": "There is no test in this file.", "subject": "", "line": 0,
         "column": 0}


def arguments(file):
    # Relative to its folder: in the argument, [ and :: have a meaning of their own.
    return ["-c", os.path.join(HERE, "pytest.ini"),
            "--rootdir", ROOT, "--noconftest", "-p", "no:cacheprovider", "-p", "no:doctest",
            "--color=no", "-q", "-q", "--tb=short", "--import-mode=prepend",
            os.path.basename(file)]


def empty(file):
    return {**EMPTY, "file": file}


def missing(file):
    return {"kind": "missing_file", "message": f"There is no file {file}.", "subject": file,
            "file": "", "line": 0, "column": 0}


def unusable_name(file):
    """pytest reads these as the name of a test within a file."""
    return {"kind": "thrown", "message": "pytest cannot run a file with [ or :: in its name.",
            "subject": "", "file": file, "line": 0, "column": 0}
