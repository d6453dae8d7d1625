#!/usr/bin/env python3
"""Grades pull request heads of a course one by one, each by a process of its own, and then all of them
again and again, in random order, by one process that stays (`grader cohort`): the reports must be the
same but for `run`. Nothing is taken from a cache.

Exit code: 0 they are, 1 some differ or are not there, 2 wrong call.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import bare  # noqa: E402
import parity  # noqa: E402
from course import Course  # noqa: E402
from grading import Grading, differences, without_run  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("repository", help="a local course repository with refs/pull/N/head")
    parser.add_argument("--module", required=True, metavar="FOLDER", help="the module's folder, Sprint-1 say")
    parser.add_argument("--grader", required=True, metavar="BIN", help="the grader program")
    parser.add_argument("--layers", required=True, metavar="DIR", help="the built environments")
    parser.add_argument("--environment", required=True, metavar="NAME", help="where the tests run")
    parser.add_argument("--framework", choices=(*bare.FRAMEWORKS, "pytest"), default="jest",
                        help="(default: %(default)s)")  # fmt: skip
    parser.add_argument("--tests", nargs="*", metavar="END", help="how names of test files end")
    parser.add_argument("--branch", default="main", help="of the template (default: %(default)s)")
    parser.add_argument("--count", type=int, default=10, help="heads, spread over all (default: %(default)s)")
    parser.add_argument("--refs", nargs="*", type=int, metavar="N", help="these pull requests instead")
    parser.add_argument("--origins", nargs="+", choices=parity.ORIGINS, default=parity.ORIGINS,
                        help="whose version of each test file (default: both)")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=10, help="(default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=2, help="of the process that stays (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the order (default: %(default)s)")
    parser.add_argument("--keep", metavar="DIR", help="keep rubric and reports there")
    return parser.parse_args()


def shuffled(commits, rounds, seed):
    """All commits once a round, each round in an order of its own."""
    chance = random.Random(seed)
    return [commit for _ in range(rounds) for commit in chance.sample(commits, len(commits))]


def link_or_copy(source, target):
    try:
        os.link(source, target)
    except OSError:  # Another file system.
        shutil.copy2(source, target)


def lay_out(course, order, folder):
    """A repository with the objects of `course`, whose heads are pull/1/head and so on, in this order:
    a cohort is graded by the numbers of its heads."""
    folder = Path(folder)
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
    objects = Path(course.git("rev-parse", "--absolute-git-dir")) / "objects"
    shutil.copytree(objects, folder / "objects", copy_function=link_or_copy, dirs_exist_ok=True)
    refs = [(f"refs/heads/{course.branch}", course.commit(course.branch))]
    refs += [(f"refs/pull/{number}/head", commit) for number, commit in enumerate(order, 1)]
    lines = "".join(f"create {name} {commit}\n" for name, commit in refs)
    subprocess.run(["git", "-C", str(folder), "update-ref", "--stdin"], input=lines, text=True, check=True)
    return folder


def comparable(report):
    """Without what is each run's own, and without the name that the head had in it."""
    report = without_run(report)
    submission = {key: value for key, value in report["submission"].items() if key != "ref"}
    return {**report, "submission": submission}


def grade_alone(grading, repository, rubric, order, out):
    """{commit: report}, each by a process of its own."""
    reports = {}
    for number, commit in enumerate(order, 1):
        if commit not in reports:
            reports[commit] = comparable(grading.grade(repository, rubric, f"pull/{number}/head",
                                                       out / str(number), "--no-cache"))  # fmt: skip
    return reports


def grade_resident(grading, repository, rubric, out, jobs):
    """What one process says that grades every head of `repository`."""
    done = subprocess.run(
        [grading.grader, "cohort", str(repository), "--ref", "pull/*/head", "--rubric", str(rubric),
         "--config", str(grading.config), "--out", str(out), "--format", "json", "--no-cache", "--quiet",
         "--jobs", str(jobs)],
        env=grading.environment, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    return done.returncode, done.stderr.strip()


def compare(alone, order, out):
    """Lines: which report of the process that stays is not the one that the head had alone."""
    lines = []
    for number, commit in enumerate(order, 1):
        where = f"round {(number - 1) // len(alone) + 1}, {commit[:12]}"
        try:
            report = json.loads((out / f"pull-{number}" / "report.json").read_text())
        except (OSError, ValueError) as problem:
            lines.append(f"{where}: no report: {problem}")
            continue
        lines += [f"{where}: {line}" for line in differences(alone[commit], comparable(report))]
    return lines


def main():
    args = arguments()
    course = Course(args.repository, args.branch)
    heads, _ = parity.choose(course, args.module, args.refs, args.count)
    if not heads:
        print(f"no head changes {args.module}", file=sys.stderr)
        return 2
    work = Path(args.keep or tempfile.mkdtemp(prefix="resident-")).resolve()
    work.mkdir(parents=True, exist_ok=True)
    files = parity.test_files(course, heads, args.module, args.tests or parity.TEST_NAMES)
    rubric = work / "rubric.yaml"
    rubric.write_text(
        parity.rubric_text(args.module, args.branch, args.environment, files, args.framework, args.origins)
    )
    commits = list(dict.fromkeys(commit for _, commit, _ in heads))
    order = shuffled(commits, args.rounds, args.seed)
    repository = lay_out(course, order, work / "course.git")
    grading = Grading(args.grader, args.layers, work / "grader")
    print(f"{len(commits)} heads of {args.module}, {len(files)} test files, {args.rounds} rounds", flush=True)

    begin = time.monotonic()
    alone = grade_alone(grading, repository, rubric, order, work / "alone")
    middle = time.monotonic()
    code, said = grade_resident(grading, repository, rubric, work / "resident", args.jobs)
    end = time.monotonic()
    checks = [check for report in alone.values() for task in report["tasks"] for check in task["checks"]]
    cases = sum(len(check.get("cases", [])) for check in checks)
    print(f"each alone: {middle - begin:.1f} s, {len(checks)} checks with {cases} tests; "
          f"all by one process: {end - middle:.1f} s for {len(order)}, exit code {code}")  # fmt: skip
    problems = compare(alone, order, work / "resident")
    if code not in (0, 1):
        problems.append(f"the process that stays ended with {code}: {said[-1000:]}")
    for line in problems:
        print(line)
    print(f"{len(order)} reports, {len(problems)} differences")
    if args.keep is None:
        shutil.rmtree(work)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
