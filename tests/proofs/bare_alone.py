"""Mocha and node:test without Grader: the framework's own command for each file, and what it says."""

import json
import os
import shlex
import signal
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
FRAMEWORKS = ("mocha", "node-test")
OPTIONS = {"-r", "--require", "-u", "--ui", "-t", "--timeout", "--file", "--retries"}


def script_options(folder):
    """What the project's script for tests tells mocha, files apart."""
    try:
        script = json.loads((Path(folder) / "package.json").read_text()).get("scripts", {}).get("test", "")
    except (OSError, ValueError):
        return []
    words = next((shlex.split(part) for part in script.split("&&") if "mocha" in part.split()[:1]), [])
    found = []
    for at, word in enumerate(words):
        if word in OPTIONS and at + 1 < len(words):
            found += [word, words[at + 1]]
        elif word.split("=")[0] in OPTIONS and "=" in word:
            found.append(word)
    return found


def command(framework, node, modules, file, report, options=(), more=()):
    if framework == "mocha":
        return [str(node), str(Path(modules) / "mocha" / "bin" / "mocha.js"), *options, *more,
                "--reporter", "json", "--reporter-option", f"output={report}", file]  # fmt: skip
    return [str(node), "--test", f"--test-reporter={HERE / 'node_events.mjs'}",
            f"--test-reporter-destination={report}", file]  # fmt: skip


def _call(words, folder, report, timeout):
    """(whether it ended by itself, what it said, its report as text or None)"""
    report.unlink(missing_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "CI": "true", "TZ": "UTC"}
    process = subprocess.Popen(
        words,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    said, ended = "", True
    try:
        said, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        ended = False  # A hang after the report is normal: the report is there.
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
    return ended, said, report.read_text(errors="replace") if report.exists() else None


def flat(name):
    """A test's full name in one line, as far as a report shows it. Not every framework says where a
    group's name ends."""
    return " ".join(name.replace(" > ", " ").split())[:200]


def tell(states):
    """As bare.counts() says it, from [(name, state)]."""
    numbers = [sum(state == word for _, state in states) for word in ("passed", "failed", "skipped")]
    names = sorted((flat(name), state) for name, state in states if state != "skipped")
    return ("ran", *numbers, tuple(names))


def of_mocha(text, all_tests):
    """Of mocha's JSON; all_tests() gives the names that a dry run has."""
    report = json.loads(text)
    pending = {id(test) for test in report["tests"] if not test["err"] and "speed" not in test}
    waiting = [test["fullTitle"] for test in report["pending"]]
    states, left = [], list(waiting)
    for test in report["tests"]:
        if id(test) in pending and test["fullTitle"] in left:
            left.remove(test["fullTitle"])
            states.append((test["fullTitle"], "skipped"))
        else:
            states.append((test["fullTitle"], "failed" if test["err"] else "passed"))
    if any('" hook' in test["title"] for test in report["failures"]):
        # A hook failed: mocha says nothing of the tests that it stops.
        missing = all_tests()
        for name, _ in states:
            if name in missing:
                missing.remove(name)
        states += [(name, "failed") for name in missing]
    return tell(states)


def of_node(text, folder, file):
    """Of the lines that node_events.mjs writes."""
    events = [json.loads(line) for line in text.splitlines()]
    own = {file, str(Path(folder) / file)}
    groups = {event["path"] for event in events if event["suite"]}
    states = []
    for event in events:
        if event["nesting"] == 0 and event["name"] in own:
            if event["type"] == "test:fail":
                return ("no result",) if event["exit"] == 0 else ("not loaded",)
            continue  # a file without tests
        if event["suite"] and (event["type"] == "test:pass" or event["failure"] == "subtestsFailed"):
            continue
        parent = event["path"].removesuffix(event["name"]).removesuffix(" > ")
        if event["nesting"] > 0 and parent not in groups:
            continue  # a test within a test, which fails with it
        state = "skipped" if event["waits"] else {"test:pass": "passed", "test:fail": "failed"}[event["type"]]
        states.append((event["path"], state))
    return tell(states)


def run_one(framework, folder, node, modules, file, timeout=60):
    report = Path(folder) / ".bare-report.json"
    options = script_options(folder) if framework == "mocha" else []
    ended, said, text = _call(command(framework, node, modules, file, report, options), folder, report, timeout)
    if not text or (framework == "node-test" and not ended):
        return ("not loaded",) if ended and "Error" in said else ("no result",)
    if framework == "node-test":
        return of_node(text, folder, file)

    def all_tests():
        words = command(framework, node, modules, file, report, options, ["--dry-run"])
        dry = json.loads(_call(words, folder, report, timeout)[2] or '{"tests": [], "pending": []}')
        waits = [test["fullTitle"] for test in dry["pending"]]
        return [test["fullTitle"] for test in dry["tests"] if test["fullTitle"] not in waits]

    return of_mocha(text, all_tests)
