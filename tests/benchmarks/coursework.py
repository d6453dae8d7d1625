"""A week of JavaScript coursework as a benchmark's submission: the example's, graded by all of its
given jest suites.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import paired  # noqa: F401  so that the modules of the proofs are found

import bare
from course import Course

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "javascript-week"
SOLVED = "refs/pull/1/head"
FOLDER = "week-2"


class Coursework:
    """The course repository, and a checkout of its solved pull request for the bare command."""

    def __init__(self, work, modules, node):
        self.work = Path(work)
        self.modules = Path(modules).resolve()
        self.node = node
        self.repository = self.work / "course.git"
        subprocess.run([EXAMPLE / "build-course", self.repository], check=True)
        self.course = Course(self.repository)
        self.commit = self.course.commit(SOLVED)
        self.base = self.course.base(self.commit)
        files = self.course.files(self.base, FOLDER)
        self.suites = [f[len(FOLDER) + 1 :] for f in files if f.endswith(".test.js")]
        self.suites.remove("own-tests/opening-hours.test.js")  # The template's has only things to do.

    def rubric(self, environment):
        """The path of a rubric that runs the given suites."""
        path = self.work / "rubric.yaml"
        path.write_text(
            "\n".join(
                [
                    "rubric: benchmark",
                    "version: 1",
                    "title: All given tests",
                    "template: {merge_base: main}",
                    f"environment: {environment}",
                    "tasks:",
                    "  - id: week",
                    "    title: The week",
                    f"    path: {FOLDER}",
                    "    points: 1",
                    "    checks:",
                    "      - id: given",
                    "        title: The tests",
                    "        points: 1",
                    f"        tests: {{from: template, framework: jest, files: {json.dumps(self.suites)}}}",
                    "",
                ]
            )
        )
        return path

    def checkout(self, commit, name):
        """The files of `commit` with the template's suites over them, for the bare command."""
        target = self.work / name
        self.course.checkout(commit, FOLDER, target)
        folder = target / FOLDER
        for suite in self.suites:
            (folder / suite).write_bytes(self.course.content(self.base, f"{FOLDER}/{suite}"))
        bare.link_modules(folder, self.modules)
        return folder

    def empty_cache(self):
        """A folder for what jest keeps of files that it has transformed: nothing yet."""
        cache = self.work / "jest-cache"
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir()
        return cache

    def bare_command(self, cache):
        return [self.node, self.modules / "jest/bin/jest.js", "--ci", "--runInBand", f"--cacheDirectory={cache}",
                "--runTestsByPath", *self.suites]  # fmt: skip

    def bare_environment(self):
        return {"PATH": os.environ["PATH"], "HOME": str(self.work), "CI": "true"}

    def variants(self, count):
        """`count` heads that differ in every file of the answer: refs/pull/1001/head and on."""
        tree = self.work / "variants"
        self.course.checkout(self.commit, FOLDER, tree)
        sources = [p for p in sorted((tree / FOLDER).rglob("*.js")) if not p.name.endswith(".test.js")]
        original = {path: path.read_text() for path in sources}
        index = {"GIT_INDEX_FILE": str(self.work / "index"), "PATH": os.environ["PATH"],
                 "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@course.example",
                 "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@course.example"}  # fmt: skip

        def git(*arguments):
            return subprocess.run(
                ["git", f"--git-dir={self.repository}", f"--work-tree={tree}", *arguments],
                env=index, cwd=tree, check=True, capture_output=True, text=True,
            ).stdout.strip()  # fmt: skip

        commits = []
        git("read-tree", self.commit)
        for number in range(1001, 1001 + count):
            for path in sources:
                path.write_text(f"{original[path]}\n// Submission {number}.\n")
            git("add", "--", FOLDER)
            made = git("commit-tree", git("write-tree"), "-p", self.base, "-m", f"Answer {number}")
            git("update-ref", f"refs/pull/{number}/head", made)
            commits.append(made)
        git("repack", "-adq")  # as a course's repository is
        git("pack-refs", "--all")
        return commits
