"""Names the tests of test files, with no code of a submission: what the tests are to be linked with
need not be there. Started as python3 -I -B.
"""

import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../common")]
import compiling  # noqa: E402
import names  # noqa: E402
import program  # noqa: E402
import results  # noqa: E402

# Comments, and texts in quotes, raw ones too.
NO_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|R"([^(\s]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"', re.DOTALL)
PLAIN = re.compile(r"^[ \t]*TEST(?:_F)?[ \t]*\(\s*(\w+)\s*,\s*(\w+)\s*\)", re.MULTILINE)
OTHER = re.compile(r"^[ \t]*(?:#[ \t]*(?:if|define)|TEST_P|TYPED_TEST|GTEST_TEST|.*\bRegisterTest\b)",
                   re.MULTILINE)
EMPTY = {"kind": "empty", "message": "There is no test in this file.", "subject": "", "line": 0,
         "column": 0}


def of_program(path):
    """What the test program says, or None where it does not come so far."""
    seen, listed = [], []

    def hear(line):
        what, _, rest = line.partition(" ")
        if what == "test":
            seen.append(rest)
        elif what == "listed":
            listed.append(True)

    code, _, _ = program.start(path, os.urandom(16).hex(), "list", hear)
    return seen if listed and code == 0 else None


def of_text(file):
    """From the words of the file, where they say everything; else None."""
    with open(os.path.join(compiling.ROOT, file), encoding="utf-8", errors="replace") as text:
        code = NO_CODE.sub(" ", text.read())
    return None if OTHER.search(code) else [".".join(one) for one in PLAIN.findall(code)]


def list_file(request, file):
    """Names, and why the program could not be built."""
    if not os.path.isfile(os.path.join(compiling.ROOT, file)):
        return None, compiling.failure("missing_file", f"There is no file {file}.", subject=file)
    out = "/tmp/" + os.path.basename(compiling.program_of(file))
    why, _ = compiling.program(request, file, out, ["-no-pie", "-Wl,--unresolved-symbols=ignore-all"])
    found = of_program(out) if why is None else None
    return (of_text(file) if found is None else found), why


def main():
    request, write = results.open_request()
    for number, file in enumerate(request["files"]):
        found, why = list_file(request, file)
        rows = [[names.full(name), "skipped" if names.is_disabled(name) else "passed"]
                for name in (found or [])[:names.LIMIT]]
        failure = None
        if found is None:
            failure = why or compiling.failure("other", "its tests cannot be named")
        elif not found:
            failure = {**EMPTY, "file": file}
        lacking = [why] if why and found is not None else []
        write({"file": file, "tests": rows, "failure": failure, "problem": "", "lacking": lacking},
              number)
    write({"end": len(request["files"])}, len(request["files"]))


main()
