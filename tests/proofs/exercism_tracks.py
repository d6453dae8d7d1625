"""What differs between the tracks of Exercism: the environment, and the tests without Grader."""

import json
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import bare as suites


def worst(rows):
    """{name: state} of [(name, state)]: of two of one name the worse one."""
    found = {}
    for name, state in rows:
        if found.get(name) != "fail":
            found[name] = state
    return found


class Python:
    environment, framework, comment = "python", "pytest", "#"
    name_of = str

    @staticmethod
    def whole(text):
        return text

    @staticmethod
    def bare(folder, tests):
        """{name: state} of pytest alone, or None where a file could not be loaded."""
        report = folder / "bare.xml"
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TZ": "UTC", "LANG": "C.UTF-8"}
        subprocess.run(
            ["/usr/bin/python3", "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junitxml", str(report),
             *tests],
            cwd=folder, env=environment, capture_output=True, timeout=300, check=False,
        )  # fmt: skip
        rows = []
        for case in ElementTree.parse(report).iter("testcase"):
            kinds = {child.tag for child in case}
            group = case.get("classname").split(".")[1:]  # after the file
            if "error" in kinds and not case.get("classname"):
                return None
            state = "fail" if kinds & {"failure", "error"} else "skip" if "skipped" in kinds else "pass"
            rows.append((" > ".join([*group, case.get("name")]), state))
        report.unlink()
        return worst(rows)


class JavaScript:
    environment, framework, comment = "node", "jest", "//"
    name_of = staticmethod(suites.flat)
    STATES = {"passed": "pass", "failed": "fail"}
    configuration, preset = "babel.config.js", "@exercism/babel-preset-javascript"
    made_of = "['@babel/preset-env', {targets: {node: 'current'}}]"

    def __init__(self, node, layer):
        if layer is None:
            raise SystemExit("jest alone needs --layer, node_modules that hold it")
        self.node, self.layer = node, Path(layer).resolve()

    @staticmethod
    def whole(text):
        """Students are to wake one test after another: all are awake."""
        return re.sub(r"\bx(test|it|describe)(?=\s*[(.])", r"\1", text)

    def bare(self, folder, tests):
        """{name: state} of jest alone, or None where a file could not be loaded."""
        configuration = folder / self.configuration
        if configuration.exists() and not (self.layer / self.preset).exists():
            # What the track's own is made of.
            configuration.write_text(f"module.exports = {{presets: [{self.made_of}]}};\n")
        outcomes = suites.run(folder, self.node, self.layer, tests, timeout=120)
        if any(outcome[0] != "ran" for outcome in outcomes.values()):
            return None
        return worst((name, self.STATES[state]) for outcome in outcomes.values() for name, state in
                     (outcome[4] if len(outcome) > 4 else ()))  # fmt: skip


class TypeScript(JavaScript):
    configuration, preset = "babel.config.cjs", "@exercism/babel-preset-typescript"
    made_of = f"{JavaScript.made_of}, '@babel/preset-typescript'"


def track_of(course, branch, args):
    """By the config.json of the track's repository."""
    config = json.loads(course.content(branch, "config.json") or "{}")
    of_node = {"javascript": JavaScript, "typescript": TypeScript}.get(config.get("slug"))
    if of_node:
        return of_node(args.node, args.layer)
    return Python()
