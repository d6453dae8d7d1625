"""Test suites without Grader: the framework's own command, and what its report says of each file."""

import json
import os
import signal
import subprocess
from pathlib import Path

import bare_alone
from bare_alone import flat

FRAMEWORKS = ("jest", "vitest", *bare_alone.FRAMEWORKS)


def command(node, modules, files, report, framework="jest", esm=False, any_name=True):
    modules = Path(modules)
    if framework == "vitest":
        # Its reporter writes what jest's does.
        return [str(node), str(modules / "vitest" / "vitest.mjs"), "run", "--reporter=json",
                f"--outputFile={report}", *files]  # fmt: skip
    # Where any file may be a test and no configuration says so, the project's own command does.
    unusual = any_name and any(".test." not in f and ".spec." not in f for f in files)
    return [
        str(node),
        *(["--experimental-vm-modules"] if esm else []),
        str(modules / "jest" / "bin" / "jest.js"),
        "--ci",
        "--runInBand",
        "--json",
        *(["--testRegex=[.][cm]?[jt]sx?$"] if unusual else []),
        "--reporters=default",  # the project may name one that wants its CI
        f"--outputFile={report}",
        "--runTestsByPath",
        *files,
    ]


def link_modules(folder, modules):
    """Dependencies beside the package.json of `folder`, as an install would put them."""
    link = Path(folder) / "node_modules"
    if not link.exists():
        link.symlink_to(modules)


def _text(file):
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""


def wants_modules(folder):
    """Whether the project's own command reads ES modules as they are."""
    return any("experimental-vm-modules" in _text(Path(folder) / name) for name in ("package.json", ".npmrc"))


def selects_tests(folder):
    """Whether jest's configuration says which files are tests; jest refuses to be told it twice."""
    try:
        places = [json.dumps(json.loads(_text(Path(folder) / "package.json")).get("jest", ""))]
    except (ValueError, AttributeError):
        places = []
    places += [_text(file) for file in sorted(Path(folder).glob("jest.config.*"))]
    return any(word in place for place in places for word in ("testMatch", "testRegex", "projects"))


def _report(folder, node, modules, files, timeout, framework):
    """The framework's report, or None where it wrote none in time."""
    report = Path(folder) / ".bare-report.json"
    report.unlink(missing_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "CI": "true", "TZ": "UTC"}
    process = subprocess.Popen(
        command(node, modules, files, report, framework, wants_modules(folder), not selects_tests(folder)),
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        pass  # A hang after the report is normal: the report is there.
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
    try:
        return json.loads(report.read_text())
    except (OSError, ValueError):
        return None


def name_of(assertion):
    """A test's full name."""
    parts = [*assertion.get("ancestorTitles", []), assertion.get("title", "")]
    return flat(" > ".join(p for p in parts if p))


def counts(result):
    """One file of the report: ("ran", passed, failed, skipped, names), or ("not loaded",)."""
    assertions = result["assertionResults"]
    if not assertions:
        words = ("must contain at least one test", "No test suite found", "No test found")
        empty = any(word in result.get("message", "") for word in words)
        return ("ran", 0, 0, 0) if empty else ("not loaded",)
    # Where a group failed by itself, vitest leaves its tests as they were.
    states = [a["status"] for a in assertions]
    if not any("title" in a for a in assertions):
        return _numbers(states)
    names = sorted((name_of(a), a["status"]) for a in assertions
                   if a["status"] in ("passed", "failed") and name_of(a))  # fmt: skip
    return (*_numbers(states), tuple(names))


def _numbers(states):
    return (
        "ran",
        states.count("passed"),
        states.count("failed"),
        sum(states.count(s) for s in ("pending", "todo", "skipped", "disabled")),
    )


def run(folder, node, modules, files, timeout=60, framework="jest"):
    """What each of `files` (relative to `folder`) gives: as counts(), or ("no result",)."""
    folder = Path(folder).resolve()
    link_modules(folder, modules)
    if not (folder / "package.json").exists():
        (folder / "package.json").write_text("{}\n")  # jest does not begin without one.
    present = [f for f in files if (folder / f).is_file()]
    outcome = {f: ("absent",) for f in files if f not in present}
    if framework in bare_alone.FRAMEWORKS:
        for file in present:
            outcome[file] = bare_alone.run_one(framework, folder, node, modules, file, timeout)
        return outcome
    report = {"testResults": []}
    if present:
        report = _report(folder, node, modules, present, timeout, framework)
    if report is None and len(present) > 1:
        # One file took the others with it: each alone.
        for file in present:
            outcome.update(run(folder, node, modules, [file], timeout / 2, framework))
        return outcome
    for result in (report or {}).get("testResults", []):
        outcome[str(Path(result["name"]).relative_to(folder))] = counts(result)
    for file in present:
        outcome.setdefault(file, ("no result",))
    return outcome
