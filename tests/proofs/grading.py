"""Starts the grader with a home, cache and temporary folder of its own."""

import json
import os
import subprocess
from pathlib import Path


class Grading:
    """`layers` are the built environments; everything else of the cache begins empty."""

    def __init__(self, grader, layers, folder):
        self.grader = str(Path(grader).resolve())
        self.folder = Path(folder).resolve()
        self.cache = self.folder / "cache"
        self.temporary = self.folder / "tmp"
        self.home = self.folder / "home"
        self.config = self.folder / "config.yaml"
        for place in (self.cache, self.temporary, self.home):
            place.mkdir(parents=True, exist_ok=True)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.cache),
            "TMPDIR": str(self.temporary),
            "GRADER_LAYERS": str(Path(layers).resolve()),
        }
        self.pids = set()  # of all graders that were started
        self.configure([])

    def configure(self, hosts, schemes=("https", "ssh")):
        """What remote submissions the operator allows."""
        self.config.write_text(
            f"schemes: [{', '.join(schemes)}]\nhosts: [{', '.join(json.dumps(h) for h in hosts)}]\n"
        )

    def command(self, repository, rubric, ref, out, *more):
        return [self.grader, "grade", str(repository), "--rubric", str(rubric), "--ref", ref,
                "--config", str(self.config), "--out", str(out), "--format", "json", *more]  # fmt: skip

    def start(self, *arguments):
        process = subprocess.Popen(
            self.command(*arguments),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        self.pids.add(process.pid)
        return process

    def grade(self, repository, rubric, ref, out, *more):
        """The report; a RuntimeError with what the grader said where there is none."""
        process = self.start(repository, rubric, ref, out, *more)
        _, said = process.communicate()
        if process.returncode not in (0, 1):
            raise RuntimeError(f"grader ended with {process.returncode}: {said.strip()[-1000:]}")
        return json.loads((Path(out) / "report.json").read_text())


def without_run(report):
    return {key: value for key, value in report.items() if key != "run"}


def differences(a, b, place=""):
    """Where two JSON values differ, as lines; the first ten."""
    if type(a) is not type(b):
        return [f"{place or '/'}: {a!r} against {b!r}"]
    found = []
    if isinstance(a, dict):
        for key in sorted(a.keys() | b.keys()):
            if key not in a or key not in b:
                found.append(f"{place}/{key}: only in one")
            else:
                found += differences(a[key], b[key], f"{place}/{key}")
    elif isinstance(a, list) and len(a) == len(b):
        for index, (x, y) in enumerate(zip(a, b)):
            found += differences(x, y, f"{place}/{index}")
    elif a != b:
        found.append(f"{place or '/'}: {a!r} against {b!r}")
    return found[:10]
