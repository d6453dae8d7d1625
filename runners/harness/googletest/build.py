"""Builds test files below /build, for run.py in a jail of its own. No code of the submission runs
here. Started as python3 -I -B; a file that does not build has its line, the others have none.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../common")]
import compiling  # noqa: E402
import results  # noqa: E402


def build_file(request, file, linked):
    if not os.path.isfile(os.path.join(compiling.ROOT, file)):
        why = compiling.failure("missing_file", f"There is no file {file}.", subject=file)
        return why, ""
    return compiling.program(request, file, compiling.program_of(file), linked)


def main():
    request, write = results.open_request()
    files, library, failure = request["files"], [], None
    if request["build"]["sources"]:
        library = ["/build/submission.so"]
        failure = compiling.library(request, library[0])
    for number, file in enumerate(files):
        why, problem = (failure, "") if failure else build_file(request, file, library)
        if why or problem:
            write({"file": file, "tests": [], "failure": why, "problem": problem}, number)
    write({"end": len(files)}, len(files))


main()
