"""Runs test files with pytest: each in a process forked from this one, which never loads any code
of the submission. Started as python3 -I -B.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../common"), os.path.join(HERE, "../judge_python")]
import results  # noqa: E402

import pytest  # noqa: E402
import apart  # noqa: E402
import options  # noqa: E402
import plugin  # noqa: E402
import stubs  # noqa: E402

del sys.path[:3]
# The submission may have modules by these names.
for name in ("apart", "options", "plugin", "results", "stubs"):
    del sys.modules[name]
ROOT = "/submission"
LINES_OF_ONE_FILE = 10
AGAIN = 71  # of a process that found no list: the template throws while tests are made of it


def why_together(file, listener):
    """Why a judge in another jail cannot run these tests, as far as they say themselves."""
    try:
        with open(os.path.join(ROOT, file), "rb") as text:
            return apart.why_not(text.read()) or listener.together
    except OSError:
        return listener.together


def run_file(file, request, write, leave, tried):
    """In the forked process."""
    listing = request["mode"] == "list"
    listener = plugin.Listener(listing, request["canaries"])
    finder = stubs.Finder(tried)
    if listing:
        sys.meta_path.insert(0, finder)
    failure = None
    if not os.path.isfile(os.path.join(ROOT, file)):
        failure = options.missing(file)
    elif "[" in os.path.basename(file) or "::" in os.path.basename(file):
        failure = options.unusable_name(file)
    else:
        os.chdir(os.path.join(ROOT, os.path.dirname(file)))
        pytest.main(options.arguments(file), plugins=[listener])
        failure = listener.failure
        if listing and not tried and failure and failure["kind"] == "thrown":
            leave(AGAIN)
    rows = [] if failure else listener.rows()
    if not failure and not rows:
        failure = options.empty(file)
    write({"file": file, "tests": rows, "failure": failure, "problem": listener.problem(),
           "lacking": list(finder.lacking.values())[:50], "together": why_together(file, listener) if listing else ""})
    leave(0)


def main():
    # Nothing of the request stays in a module's globals, which the student's code can import.
    request, write = results.open_request()
    fork, waitpid, leave = os.fork, os.waitpid, os._exit
    for index, file in enumerate(request["files"]):
        number = index * LINES_OF_ONE_FILE
        write({"start": file}, number)
        for tried in (False, True):
            child = fork()
            if child == 0:
                try:
                    run_file(file, request, lambda line: write(line, number + 1), leave, tried)
                finally:
                    leave(70)
            _, status = waitpid(child, 0)
            if os.waitstatus_to_exitcode(status) != AGAIN or request["mode"] != "list":
                break
    write({"end": len(request["files"])}, len(request["files"]) * LINES_OF_ONE_FILE)
    leave(0)


main()
