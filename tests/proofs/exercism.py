#!/usr/bin/env python3
"""Grades the stub and the sample solution of each exercise of Exercism's Python, JavaScript or TypeScript track, runs
the same tests bare (python3 -m pytest, jest), and compares every test: passed, failed, not loaded.

Exit code: 0 all agree, 1 something differs or the grader ended in an error, 2 wrong call.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from course import Course, spread  # noqa: E402
from exercism_tracks import track_of  # noqa: E402
from parity import shared_because  # noqa: E402

NOT_LOADED = ("not_loadable", "missing_package")
SHOWN = 100  # cases in a report


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("repository", help="a local clone of the track, bare or not")
    parser.add_argument("--grader", required=True, metavar="BIN", help="the grader program")
    parser.add_argument("--branch", default="main", help="of the track (default: %(default)s)")
    parser.add_argument("--count", type=int, default=40, help="exercises, spread over all (default: %(default)s)")
    parser.add_argument("--only", nargs="*", metavar="SLUG", help="these exercises instead")
    parser.add_argument("--node", default="node", help="for jest alone (default: %(default)s)")
    parser.add_argument("--layer", metavar="DIR", help="node_modules for jest alone")
    parser.add_argument("--keep", metavar="DIR", help="keep rubrics, reports and folders there")
    return parser.parse_args()


class Exercise:
    def __init__(self, course, branch, folder, track):
        self.track = track
        self.slug = folder.split("/")[-1]
        self.course, self.branch, self.folder = course, branch, folder
        try:
            self.config = json.loads(self.text(".meta/config.json") or "{}").get("files", {})
        except ValueError:
            self.config = {}  # one of the TypeScript track lacks a comma

    def text(self, name):
        content = self.course.content(self.branch, f"{self.folder}/{name}")
        return None if content is None else content.decode()

    def usable(self):
        solutions, samples = self.config.get("solution", []), self.samples()
        return bool(self.config.get("test")) and len(solutions) == 1 and len(samples) == 1

    def samples(self):
        return self.config.get("example", []) + self.config.get("exemplar", [])

    def lay_out(self, target, sample):
        """The stub, its tests and what lies beside them; with `sample` solved."""
        prefix = self.folder + "/"
        for path in self.course.files(self.branch, self.folder):
            name = path[len(prefix):]
            if name and not name.startswith("."):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                is_test = name in self.config["test"]
                (target / name).write_text(self.track.whole(self.text(name)) if is_test else self.text(name))
        solution = target / self.config["solution"][0]
        if sample:
            solution.write_text(self.text(self.samples()[0]))
        elif sample is not None:
            # Else nothing was started, and nothing would run.
            solution.write_text(f"{solution.read_text()}\n{self.track.comment} started\n")


def rubric_text(exercise):
    """The tests of the template; the other files beside them belong to these."""
    tests = exercise.config["test"]
    lines = [
        f"rubric: exercism/{exercise.slug}",
        "version: 1",
        f"title: {exercise.slug}",
        "template: {folder: template}",
        f"environment: {exercise.track.environment}",
        "limits: {wall: 120s, cpu: 60s}",
        "tasks:",
        "  - id: exercise",
        f"    title: {exercise.slug}",
        f"    path: {json.dumps(exercise.config['solution'][0])}",
        "    points: 10",
        "    checks:",
        "      - id: given",
        "        title: The tests work",
        "        points: 10",
        f"        tests: {{from: template, framework: {exercise.track.framework}, files: {json.dumps(tests)}}}",
    ]
    return "\n".join(lines) + "\n"


def grade(grader, folder, rubric, out):
    done = subprocess.run(
        [grader, "grade", str(folder), "--rubric", str(rubric), "--out", str(out), "--format", "json"],
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    try:
        report = json.loads((out / "report.json").read_text())
    except (OSError, ValueError):
        raise RuntimeError(f"grader ended with {done.returncode}: {done.stderr.strip()[-500:]}") from None
    return report["tasks"][0]["checks"][0]


def compare(check, theirs, name_of=str):
    """Lines that say what differs between a check of a report and what pytest alone said."""
    if check["status"] in ("error", "needs_review", "not_started"):
        return [f"the grader says {check['status']}: {check['message']['text']}"]
    loaded = check.get("cause") not in NOT_LOADED
    if theirs is None or not loaded:
        return [] if (theirs is None) != loaded else [f"loaded: grader {loaded}, bare {theirs is not None}"]
    counted = {name: state for name, state in theirs.items() if state != "skip"}
    ours = {}
    for case in check["cases"]:  # of two of one name the worse one, as in `theirs`
        name = name_of(case["name"])
        if ours.get(name) != "fail":
            ours[name] = case["status"]
    if len(counted) > SHOWN:  # those that pass are cut
        wrong = sum(state == "fail" for state in ours.values())
        bare_wrong = sum(state == "fail" for state in counted.values())
        return [] if min(bare_wrong, SHOWN) == wrong else [f"{wrong} fail, bare {bare_wrong}"]
    return [f"{name}: grader {ours.get(name)}, bare {counted.get(name)}"
            for name in sorted(ours.keys() | counted.keys()) if ours.get(name) != counted.get(name)]  # fmt: skip


def main():
    args = arguments()
    grader = str(Path(args.grader).resolve())
    course = Course(args.repository, args.branch)
    folders = sorted({"/".join(path.split("/")[:3]) for path in course.files(args.branch, "exercises")
                      if path.startswith(("exercises/practice/", "exercises/concept/"))})  # fmt: skip
    if args.only:
        folders = [folder for folder in folders if folder.split("/")[-1] in args.only]
    track = track_of(course, args.branch, args)
    usable = [one for one in (Exercise(course, args.branch, folder, track) for folder in folders) if one.usable()]
    chosen = spread(usable, args.count)
    if not chosen:
        print("no exercise with a stub, tests and a sample solution", file=sys.stderr)
        return 2
    work = Path(args.keep or tempfile.mkdtemp(prefix="exercism-")).resolve()
    print(f"{len(chosen)} of {len(folders)} exercises; each as a stub and as its sample solution")
    print(f"{'exercise':<28} {'as':<8} {'passed':>6} {'failed':>6} {'skipped':>7} {'differ':>6} "
          f"{'grader s':>8} {'bare s':>7}")  # fmt: skip
    total, differences, errors, shared = Counter(), [], [], Counter()
    for exercise in chosen:
        home = work / exercise.slug
        exercise.lay_out(home / "template", None)
        (home / "rubric.yaml").write_text(rubric_text(exercise))
        for kind, sample in (("stub", False), ("sample", True)):
            exercise.lay_out(home / kind, sample)
            begin = time.monotonic()
            try:
                check = grade(grader, home / kind, home / "rubric.yaml", home / f"out-{kind}")
            except RuntimeError as problem:
                errors.append(f"{exercise.slug} {kind}: {problem}")
                continue
            middle = time.monotonic()
            theirs = track.bare(home / kind, exercise.config["test"])
            shared[shared_because(check)] += 1
            row = Counter(theirs.values() if theirs else [])
            different = compare(check, theirs, track.name_of)
            row.update({"differ": len(different), "grader": middle - begin, "bare": time.monotonic() - middle})
            differences += [f"{exercise.slug} {kind}: {line}" for line in different]
            total.update(row)
            print_row(exercise.slug, kind if theirs is not None else kind + " -", row)
    print_row("all", "", total)
    print(f"{shared.pop('', 0)} of {2 * len(chosen)} runs were judged from another jail")
    for why, count in shared.most_common():
        print(f"{count:>6} {why}")
    for line in differences + errors:
        print(line)
    print(f"{len(chosen)} exercises, {len(differences)} differences, {len(errors)} errors")
    return 1 if differences or errors else 0


def print_row(name, kind, row):
    print(f"{name:<28} {kind:<8} {row['pass']:>6} {row['fail']:>6} {row['skip']:>7} {row['differ']:>6} "
          f"{row['grader']:>8.2f} {row['bare']:>7.2f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
