#!/usr/bin/python3 -B
"""Grades many pull request heads of real courses with a rubric that only reads: nothing may crash,
hang or end in an `error`, and every exit code must be the one that the report means.

What is odd about the heads is counted beside, so that one sees that they were among them.
"""

import argparse
import concurrent.futures
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from course import Course, spread
from grading import Grading

SECONDS = 120  # one head
NEEDED = 80  # --fail-under

RUBRIC = """
rubric: proofs/heads
version: 1
title: Everything that only reads
template: {merge_base: %s}
tasks:
  - id: all
    title: All of it
    points: 10
    checks:
      - id: files
        title: Files
        weight: 3
        files:
          required: ["**/*.{md,html,js,ts,py,css,sql}"]
          forbidden: ["**/.DS_Store", "**/.env"]
          count: {"**/*.js": {max: 400}}
          size: {"**/*": 1MiB}
      - id: changed
        title: Changed
        files: {changed: ["**"]}
      - id: text
        title: Text
        weight: 2
        text:
          in: ["**/*.js", "**/*.ts", "**/*.py", "**/*.html", "**/*.css", "**/*.md"]
          forbid: [{pattern: '\\bvar\\s'}, {pattern: 'console\\.log\\('}, {pattern: '(?i)todo'}]
      - id: commits
        title: Commits
        weight: 2
        git:
          commits: {min: 2}
          messages: {subject: {min: 8, max: 72}, forbid: [{pattern: '^(?i)(update|fix|wip)$'}], at_least: 80}
      - id: clean
        title: Nothing that does not belong
        git:
          forbidden: ["/**/.env", "/**/node_modules", "/**/.DS_Store"]
          forbid: [{pattern: '(?i)(api[_-]?key|secret|password)\\s*[:=]\\s*["''][A-Za-z0-9_\\-]{16,}'}]
      - id: shares
        title: Shares
        git: {shares: {of: lines, at_most: 90, people: 1}}
"""

# Ends that are right though nothing was graded, by what the grader says.
REFUSALS = {2: re.compile("--base"), 3: re.compile(".")}


def oddities(course, commit):
    """What is unusual in a tree."""
    found = set()
    listing = course.git("ls-tree", "-r", "-z", "-l", "--full-tree", commit).split("\0")
    for line in filter(None, listing):
        facts, path = line.split("\t", 1)
        mode, _, blob, _ = facts.split()
        if "node_modules" in path.split("/"):
            found.add("node_modules")
        if mode == "160000":
            found.add("gitlinks")
        if mode == "120000":
            target = course.git("cat-file", "blob", blob)
            found.add("absolute links" if target.startswith("/") else "links")
        if " " in path:
            found.add("spaces")
        if not path.isascii():
            found.add("non-ASCII")
    if len(listing) > 5_000:
        found.add("huge")
    return found


def wrong_with(report, code):
    """What does not fit in a report and its exit code; '' where all does."""
    result = report["result"]
    if result["status"] != "complete":
        return "the report is incomplete"
    for task in report["tasks"]:
        for check in task["checks"]:
            if check["status"] == "error":
                return f"{check['id']} is an error"
    reached = result["points"] * 100 >= NEEDED * result["points_possible"]
    undecided = (result["points"] + result["points_open"]) * 100 >= NEEDED * result["points_possible"]
    if code != (0 if reached or undecided else 1):
        return f"exit code {code} for {result['points']} of {result['points_possible']}"
    return ""


def first_line(said):
    return said.strip().split("\n")[0][:200]


class Heads:
    def __init__(self, grading, rubric, course):
        self.grading, self.rubric, self.course = grading, rubric, course
        self.lock = threading.Lock()
        self.codes, self.odd, self.seconds, self.wrong, self.refused = {}, {}, [], [], []

    def grade(self, pull):
        out = self.grading.folder / f"out-{self.course.repository.parent.name}-{pull}"
        start = time.monotonic()
        process = self.grading.start(
            self.course.repository, self.rubric, f"refs/pull/{pull}/head", out, "--fail-under", str(NEEDED)
        )
        try:
            _, said = process.communicate(timeout=SECONDS)
            problem = self.problem(process.returncode, said, out / "report.json")
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            problem = f"did not end in {SECONDS} s"
        took = time.monotonic() - start
        odd = oddities(self.course, self.course.commit(f"refs/pull/{pull}/head"))
        (out / "report.json").unlink(missing_ok=True)
        with self.lock:
            self.seconds.append(took)
            self.codes[process.returncode] = self.codes.get(process.returncode, 0) + 1
            for name in odd:
                self.odd[name] = self.odd.get(name, 0) + 1
            if process.returncode in REFUSALS:
                self.refused.append(f"pull {pull}: exit code {process.returncode}: {first_line(said)}")
            if problem:
                self.wrong.append(f"pull {pull}: {problem}")

    @staticmethod
    def problem(code, said, report):
        if code in REFUSALS:
            return "" if REFUSALS[code].search(said) else f"exit code {code}: {said.strip()[-300:]}"
        if code not in (0, 1):
            return f"exit code {code}: {said.strip()[-300:]}"
        try:
            return wrong_with(json.loads(report.read_text()), code)
        except (OSError, ValueError) as failure:
            return f"no report: {failure}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("courses", nargs="+", metavar="COURSE.git")
    parser.add_argument("--heads", type=int, default=100, help="of each course (100)")
    parser.add_argument("--grader", required=True)
    parser.add_argument("--layers", required=True)
    options = parser.parse_args()
    total, wrong = 0, 0
    with tempfile.TemporaryDirectory(prefix="heads-") as folder:
        for number, repository in enumerate(options.courses):
            head = Course(repository).git("symbolic-ref", "--short", "HEAD")
            course = Course(repository, head)
            own = Path(folder) / str(number)
            grading = Grading(options.grader, options.layers, own)
            rubric = own / "rubric.yaml"
            rubric.write_text(RUBRIC % head)
            heads = Heads(grading, rubric, course)
            pulls = spread(course.pulls(), options.heads)
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                list(pool.map(heads.grade, pulls))
            codes = ", ".join(f"{count} x {code}" for code, count in sorted(heads.codes.items()))
            odd = ", ".join(f"{count} {name}" for name, count in sorted(heads.odd.items()))
            print(
                f"{course.repository.parent.name}: {len(pulls)} heads; exit {codes}; "
                f"median {statistics.median(heads.seconds) * 1000:.0f} ms, "
                f"slowest {max(heads.seconds):.1f} s; {odd or 'nothing odd'}",
                flush=True,
            )
            for line in heads.refused:
                print("  refused: " + line)
            for line in heads.wrong:
                print("  wrong: " + line)
            total += len(pulls)
            wrong += len(heads.wrong)
    print(f"{total} heads, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
