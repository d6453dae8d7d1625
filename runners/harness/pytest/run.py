"""Runs test files with pytest: each in a process forked from this one, which never loads any code
of the submission. Started as python3 -I -B.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../common")]
import results  # noqa: E402

import pytest  # noqa: E402
import plugin  # noqa: E402
import stubs  # noqa: E402

del sys.path[:2]
ROOT = "/submission"
LINES_OF_ONE_FILE = 10
EMPTY = {"kind": "empty", "message": "There is no test in this file.", "subject": "", "line": 0,
         "column": 0}


def options(file):
    # Relative to its folder: in the argument, [ and :: have a meaning of their own.
    return ["-c", os.path.join(HERE, "pytest.ini"),
            "--rootdir", ROOT, "--noconftest", "-p", "no:cacheprovider", "-p", "no:doctest",
            "--color=no", "-q", "-q", "--tb=short", "--import-mode=prepend",
            os.path.basename(file)]


def missing(file):
    return {"kind": "missing_file", "message": f"There is no file {file}.", "subject": file,
            "file": "", "line": 0, "column": 0}


def unusable_name(file):
    """pytest reads these as the name of a test within a file."""
    return {"kind": "thrown", "message": "pytest cannot run a file with [ or :: in its name.",
            "subject": "", "file": file, "line": 0, "column": 0}


def run_file(file, request, write, leave):
    """In the forked process."""
    listing = request["mode"] == "list"
    listener = plugin.Listener(listing, request["canaries"])
    finder = stubs.Finder()
    if listing:
        sys.meta_path.insert(0, finder)
    failure = None
    if not os.path.isfile(os.path.join(ROOT, file)):
        failure = missing(file)
    elif "[" in os.path.basename(file) or "::" in os.path.basename(file):
        failure = unusable_name(file)
    else:
        os.chdir(os.path.join(ROOT, os.path.dirname(file)))
        pytest.main(options(file), plugins=[listener])
        failure = listener.failure
    rows = [] if failure else listener.rows()
    if not failure and not rows:
        failure = {**EMPTY, "file": file}
    write({"file": file, "tests": rows, "failure": failure, "problem": listener.problem(),
           "lacking": list(finder.lacking.values())[:50]})
    leave(0)


def main():
    # Nothing of the request stays in a module's globals, which the student's code can import.
    request, write = results.open_request()
    fork, waitpid, leave = os.fork, os.waitpid, os._exit
    for index, file in enumerate(request["files"]):
        number = index * LINES_OF_ONE_FILE
        write({"start": file}, number)
        child = fork()
        if child == 0:
            try:
                run_file(file, request, lambda line: write(line, number + 1), leave)
            finally:
                leave(70)
        waitpid(child, 0)
    write({"end": len(request["files"])}, len(request["files"]) * LINES_OF_ONE_FILE)
    leave(0)


main()
