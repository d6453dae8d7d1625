"""Test suites without Grader: jest's own command, and what its own report says of each file."""

import json
import os
import signal
import subprocess
from pathlib import Path


def command(node, modules, files, report):
    return [
        str(node),
        str(Path(modules) / "jest" / "bin" / "jest.js"),
        "--ci",
        "--runInBand",
        "--json",
        f"--outputFile={report}",
        "--runTestsByPath",
        *files,
    ]


def link_modules(folder, modules):
    """Dependencies beside the package.json of `folder`, as an install would put them."""
    link = Path(folder) / "node_modules"
    if not link.exists():
        link.symlink_to(modules)


def _jest(folder, node, modules, files, timeout):
    """jest's report, or None where it wrote none in time."""
    report = Path(folder) / ".bare-report.json"
    report.unlink(missing_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "CI": "true", "TZ": "UTC"}
    process = subprocess.Popen(
        command(node, modules, files, report),
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


def counts(result):
    """One file of jest's report: ("ran", passed, failed, skipped), or ("not loaded",)."""
    assertions = result["assertionResults"]
    if not assertions:
        empty = "must contain at least one test" in result.get("message", "")
        return ("ran", 0, 0, 0) if empty else ("not loaded",)
    states = [a["status"] for a in assertions]
    return (
        "ran",
        states.count("passed"),
        states.count("failed"),
        sum(states.count(s) for s in ("pending", "todo", "skipped", "disabled")),
    )


def run(folder, node, modules, files, timeout=60):
    """What each of `files` (relative to `folder`) gives: as counts(), or ("no result",)."""
    folder = Path(folder).resolve()
    link_modules(folder, modules)
    if not (folder / "package.json").exists():
        (folder / "package.json").write_text("{}\n")  # jest does not begin without one.
    present = [f for f in files if (folder / f).is_file()]
    outcome = {f: ("absent",) for f in files if f not in present}
    report = _jest(folder, node, modules, present, timeout) if present else {"testResults": []}
    if report is None and len(present) > 1:
        # One file took the others with it: each alone.
        for file in present:
            outcome.update(run(folder, node, modules, [file], timeout / 2))
        return outcome
    for result in (report or {}).get("testResults", []):
        outcome[str(Path(result["name"]).relative_to(folder))] = counts(result)
    for file in present:
        outcome.setdefault(file, ("no result",))
    return outcome
