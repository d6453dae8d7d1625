"""Configures and builds a CMake project of the rubric's, and runs its tests with ctest. Started as
python3 -I -B with one word: build (into /build, no code of the submission runs), run (what is there),
or list (both, over the template).
"""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../googletest"), os.path.join(HERE, "../common")]
import compiling  # noqa: E402
import results  # noqa: E402

ROOT = "/submission"
PLACE = "/tmp/ctest"
TESTS_LIMIT = 20000
MESSAGE_LIMIT = 4096
CONFIGURES = re.compile(r"^(CMakeLists\.txt|CMake(User)?Presets\.json|.*\.cmake)$")
GUARD = f"/usr/bin/python3;-I;-B;{HERE}/guard.py"
EMPTY = {"kind": "empty", "message": "There is no test in this project.", "subject": "", "line": 0,
         "column": 0}
MISTAKE = re.compile(r"CMake Error at ([^\n:]+):(\d+)[^\n]*\n\s*\n?\s*([^\n]+)")


def take_away_theirs(ours):
    """What configures and does not come from the rubric's side."""
    for folder, _, names in os.walk(ROOT):
        for name in names:
            path = os.path.join(folder, name)
            if CONFIGURES.match(name) and path[len(ROOT) + 1:] not in ours:
                os.unlink(path)


def build(request, file, place):
    """None, or why not."""
    source = os.path.dirname(os.path.join(ROOT, file))
    if request["mode"] == "run":
        take_away_theirs(set(request["build"]["ours"]))
    if not os.path.isfile(os.path.join(ROOT, file)):
        return compiling.failure("missing_file", f"There is no file {file}.", subject=file)
    code, said = compiling.run([
        "cmake", "-S", source, "-B", place, "-G", "Unix Makefiles", "-Wno-dev",
        "-DCMAKE_EXE_LINKER_FLAGS=-Wl,--wrap=main /harness/prepared/ctest.o",
        f"-DCMAKE_CROSSCOMPILING_EMULATOR={GUARD}",
        "-DCMAKE_CXX_FLAGS=" + " ".join([*compiling.SHORT, *request["build"]["flags"]]),
        f"-DCMAKE_MODULE_PATH={HERE}/modules", "-DFETCHCONTENT_FULLY_DISCONNECTED=ON"])
    if code != 0:
        mistake = MISTAKE.search(said)
        words = mistake[3] if mistake else said.strip().split("\n")[0]
        return compiling.failure("not_built", words[:300])
    code, said = compiling.run(["cmake", "--build", place])
    return compiling.failure_of(said) if code != 0 else None


def listed(place):
    """Names of the tests, and whether each is disabled; None where they cannot be told."""
    done = subprocess.run(["ctest", "--test-dir", place, "--show-only=json-v1"], cwd="/tmp",
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    try:
        tests = json.loads(done.stdout)["tests"]
    except (ValueError, KeyError):
        return None
    found = []
    for test in tests[:TESTS_LIMIT]:
        properties = {one["name"]: one["value"] for one in test.get("properties", [])}
        if test["name"].endswith("_NOT_BUILT"):
            return None  # gtest_discover_tests() of a program that is not there
        found.append((test["name"], properties.get("DISABLED") is True))
    return found


def ran(place):
    """Rows of what ctest says."""
    report = PLACE + ".xml"
    subprocess.run(["ctest", "--test-dir", place, "--output-junit", report], cwd="/tmp",
                   stdin=subprocess.DEVNULL, check=False)
    rows = []
    for case in list(ElementTree.parse(report).iter("testcase"))[:TESTS_LIMIT]:
        status = case.get("status")
        state = {"run": "passed", "disabled": "skipped", "notrun": "skipped"}.get(status, "failed")
        if case.find("skipped") is not None and state == "passed":
            state = "skipped"
        output = case.findtext("system-out") or ""
        rows.append([case.get("name"), state, output[-MESSAGE_LIMIT:] if state == "failed" else ""])
    return rows


def main():
    request, write = results.open_request()
    what, file = sys.argv[1], request["files"][0]
    line = {"file": file, "tests": [], "failure": None, "problem": ""}
    if what == "build":
        line["failure"] = build(request, file, "/build")
        if line["failure"]:
            write(line, 0)
        write({"end": 1}, 1)
        return
    if what == "list":
        why = build(request, file, PLACE)
        found = listed(PLACE)
        line["lacking"] = [why] if why and found else []
        line["failure"] = why if found is None else None if found else {**EMPTY, "file": file}
        line["tests"] = [[name, "skipped" if disabled else "passed"] for name, disabled in found or []]
    else:
        # ctest writes beside the tests that it reads.
        os.mkdir(PLACE)
        with open(os.path.join(PLACE, "CTestTestfile.cmake"), "w", encoding="utf-8") as text:
            text.write('subdirs("/build")\n')
        line["tests"] = ran(PLACE)
        line["failure"] = None if line["tests"] else {**EMPTY, "file": file}
    write(line, 0)
    write({"end": 1}, 1)


main()
