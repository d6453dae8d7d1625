#!/usr/bin/env python3
"""Grades pull request heads of a real course repository with one rubric, runs the same tests bare
(the same files, the same dependencies, the framework's own command), and compares every test by its
name: passed, failed, skipped, and every file that is not loaded.

Exit code: 0 all agree, 1 something differs or the grader ended in an error, 2 wrong call.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import bare  # noqa: E402
from course import Course, spread  # noqa: E402

TEST_NAMES = [f".{kind}.{end}" for kind in ("test", "spec") for end in ("js", "mjs", "cjs", "jsx", "ts", "tsx")]

ORIGINS = ("template", "submission")


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("repository", help="a local course repository with refs/pull/N/head")
    parser.add_argument("--module", required=True, metavar="FOLDER", help="the module's folder, Sprint-1 say")
    parser.add_argument("--grader", required=True, metavar="BIN", help="the grader program")
    parser.add_argument("--layer", required=True, metavar="DIR", help="node_modules that hold the framework")
    parser.add_argument("--environment", required=True, metavar="NAME", help="the grader's, with the same version")
    parser.add_argument("--framework", choices=bare.FRAMEWORKS, default="jest", help="(default: %(default)s)")
    parser.add_argument("--project", metavar="FOLDER", help="where the bare command runs (default: the module)")
    parser.add_argument("--tests", nargs="*", metavar="END", help="how names of test files end")
    parser.add_argument("--has", metavar="WORD", help="only heads whose base's package.json has it")
    parser.add_argument("--node", default="node", help="for the bare runs (default: %(default)s)")
    parser.add_argument("--branch", default="main", help="of the template (default: %(default)s)")
    parser.add_argument("--count", type=int, default=60, help="heads, spread over all (default: %(default)s)")
    parser.add_argument("--refs", nargs="*", type=int, metavar="N", help="these pull requests instead")
    parser.add_argument("--origins", nargs="+", choices=ORIGINS, default=ORIGINS,
                        help="whose version of each test file (default: both)")  # fmt: skip
    parser.add_argument("--rubric", metavar="FILE", help="this rubric instead of a generated one")
    parser.add_argument("--keep", metavar="DIR", help="keep rubric, reports and checkouts there")
    return parser.parse_args()


def asks_for(course, commit, project, word):
    return word.encode() in (course.content(commit, str(Path(project) / "package.json")) or b"")


def choose(course, module, numbers, count, project=".", word=""):
    """(number, commit, base) of heads that changed the module."""
    chosen, without_base = [], []
    for number in numbers or course.pulls():
        commit = course.commit(f"refs/pull/{number}/head")
        base = course.base(commit)
        if base is None:
            without_base.append(number)
        elif (course.changes(base, commit, module) and asks_for(course, base, project, word)
              and course.whole(commit, ".")):  # fmt: skip
            chosen.append((number, commit, base))
    return (chosen if numbers else spread(chosen, count)), without_base


def test_files(course, heads, module, ends=TEST_NAMES):
    names = set()
    for _, commit, base in heads:
        for tree in (commit, base):
            for path in course.files(tree, module):
                if path.endswith(tuple(ends)) and "node_modules/" not in path:
                    names.add(str(Path(path).relative_to(module)))
    return sorted(names)


def rubric_text(module, branch, environment, files, framework="jest", origins=ORIGINS):
    """Each test file twice: the template's, and the student's."""
    lines = [
        "rubric: parity",
        "version: 1",
        f"title: {json.dumps('Parity of ' + module)}",
        "pass: 50",
        f"template: {{merge_base: {branch}}}",
        f"environment: {environment}",
        "limits: {wall: 60s, cpu: 40s}",
        "tasks:",
        "  - id: module",
        f"    title: {json.dumps(module)}",
        f"    path: {json.dumps(module)}",
        f"    points: {len(origins) * len(files)}",
        "    checks:",
    ]
    for number, file in enumerate(files):
        for origin in origins:
            lines += [
                f"      - id: {origin}-{number}",
                f"        title: {json.dumps(file + ' of the ' + origin)}",
                "        points: 1",
                f"        tests: {{from: {origin}, framework: {framework}, files: [{json.dumps(file)}]}}",
            ]
    return "\n".join(lines) + "\n"


def grade(grader, repository, rubric, number, out):
    begin = time.monotonic()
    done = subprocess.run(
        [grader, "grade", str(repository), "--rubric", str(rubric), "--ref", f"pull/{number}/head",
         "--out", str(out), "--format", "json"],
        capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    seconds = time.monotonic() - begin
    try:
        report = json.loads((out / "report.json").read_text())
    except (OSError, ValueError) as problem:
        return None, f"exit {done.returncode}: {problem}: {done.stderr.strip()[-500:]}", seconds
    return report, done.stderr.strip(), seconds


SHOWN = 100  # cases in a report: what fails comes first
NOT_LOADED = ("not_loadable", "missing_package")


def counts(check):
    """One check of a report, as bare.counts() says it."""
    if check["status"] in ("error", "not_started", "skipped"):
        return (check["status"],)
    cause = check.get("cause", "")
    cases = check.get("cases", [])
    if cause in NOT_LOADED or check.get("message", {}).get("id") == "tests.cannot_start":
        return ("not loaded",)
    if check.get("message", {}).get("id") in ("tests.no_given_tests", "tests.no_own_tests"):
        return ("absent",)
    if check.get("message", {}).get("id") == "tests.nothing_to_count":
        return ("nothing to count",)
    if cases or cause in ("", "wrong_result", "missing_result"):
        # A test that skips itself while it runs has not passed, but nor has the framework failed it.
        cases = [case for case in cases if case.get("message", {}).get("id") != "tests.case_skipped"]
        states = Counter(case["status"] for case in cases)
        names = sorted((bare.flat(case["name"]), {"pass": "passed", "fail": "failed"}[case["status"]])
                       for case in cases if case.get("name") and case["status"] in ("pass", "fail"))  # fmt: skip
        return ("ran", states["pass"], states["fail"], *([tuple(names)] if names else []))
    return ("no result", cause)


def same(ours, theirs):
    """What a suite itself skips or has yet to do is in no report: it counts neither way."""
    if ours[0] == "nothing to count":  # The suite only has things to do: loading it tells nothing.
        return theirs[0] == "not loaded" or theirs[:3] == ("ran", 0, 0)
    if ours[0] == "ran" == theirs[0]:
        if ours[1] + ours[2] == SHOWN < theirs[1] + theirs[2]:
            return ours[2] == min(theirs[2], SHOWN)
        named = len(ours) > 3 and len(theirs) > 4
        return ours[1:3] == theirs[1:3] and (not named or ours[3] == theirs[4])
    return ours[0] == "no result" == theirs[0] or ours == theirs


def shared_because(check):
    """Why the template's tests shared a jail with the code: "" where they did not."""
    return "" if check["assurance"] == "isolated" else check.get("in_process_because", "") or "nothing ran"


def told(ours, theirs):
    """The numbers, and the first names that only one side has."""
    text = f"grader {ours[:3]}, bare {theirs[:4]}"
    if len(ours) > 3 and len(theirs) > 4:
        only = sorted(set(ours[3]) ^ set(theirs[4]))[:4]
        text += f", not on both sides: {only}"
    return text


def bare_outcomes(args, course, head, files, work):
    """{(origin, file): outcome} of one head without Grader."""
    number, commit, base = head
    outcomes = {}
    for origin in args.origins:
        checkout = work / f"{number}-{origin}"
        course.checkout(commit, args.project, checkout)
        folder = checkout / args.module
        folder.mkdir(parents=True, exist_ok=True)
        wanted = files
        if origin == "template":
            wanted = [f for f in files if course.content(base, str(Path(args.module) / f)) is not None]
            for file in wanted:
                place = folder / file
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(course.content(base, str(Path(args.module) / file)))
        project = checkout / args.project
        below = str(folder.relative_to(project))
        names = {file: str(Path(below) / file) for file in wanted}
        ran = bare.run(project, args.node, args.layer, list(names.values()), framework=args.framework)
        for file in files:
            outcomes[origin, file] = ran.get(names.get(file), ("absent",))
        shutil.rmtree(checkout)
    return outcomes


def main():
    args = arguments()
    args.layer = str(Path(args.layer).resolve())
    args.project = args.project or args.module
    course = Course(args.repository, args.branch)
    work = Path(args.keep or tempfile.mkdtemp(prefix="parity-")).resolve()
    work.mkdir(parents=True, exist_ok=True)
    heads, without_base = choose(course, args.module, args.refs, args.count, args.project, args.has or "")
    if not heads:
        print(f"no head changes {args.module}", file=sys.stderr)
        return 2
    files = test_files(course, heads, args.module, args.tests or TEST_NAMES)
    rubric = Path(args.rubric).resolve() if args.rubric else work / "rubric.yaml"
    if not args.rubric:
        rubric.write_text(rubric_text(args.module, args.branch, args.environment, files, args.framework, args.origins))
    print(f"{len(heads)} heads of {args.module}, {len({b for _, _, b in heads})} bases, "
          f"{len(files)} test files; no base could be told for {len(without_base)} others")  # fmt: skip
    print(f"{'pull':>6} {'files':>5} {'passed':>6} {'failed':>6} {'skipped':>7} {'not loaded':>10} "
          f"{'no result':>9} {'differ':>6} {'grader s':>8} {'bare s':>7}")  # fmt: skip

    total, differences, errors, shared = Counter(), [], [], Counter()
    for head in heads:
        number, commit, base = head
        report, said, seconds = grade(args.grader, course.repository, rubric, number, work / f"out-{number}")
        begin = time.monotonic()
        theirs = bare_outcomes(args, course, head, files, work)
        bare_seconds = time.monotonic() - begin
        row = Counter()
        if report is None:
            errors.append(f"pull {number}: {said}")
            continue
        facts = report["submission"]
        if (facts["commit"], facts["base"]) != (commit, base):
            differences.append(f"pull {number}: graded {facts['commit']} over {facts['base']}, git says {base}")
        checks = {c["id"]: c for task in report["tasks"] for c in task["checks"]}
        for index, file in enumerate(files):
            for origin in args.origins:
                ours = counts(checks[f"{origin}-{index}"])
                bare_one = theirs[origin, file]
                if ours[0] == "error":
                    errors.append(f"pull {number}: {file} of the {origin}: error: {report['run'].get('notes')}")
                if not same(ours, bare_one):
                    row["differ"] += 1
                    differences.append(f"pull {number}: {file} of the {origin}: {told(ours, bare_one)}")
                row[bare_one[0]] += 1
                if origin == "template" and bare_one[0] != "absent":
                    shared[shared_because(checks[f"{origin}-{index}"])] += 1
                if bare_one[0] == "ran":
                    row["passed"] += bare_one[1]
                    row["failed"] += bare_one[2]
                    row["skipped"] += bare_one[3]
        row["files"] = len(args.origins) * len(files) - row["absent"]
        print(f"{number:>6} {row['files']:>5} {row['passed']:>6} {row['failed']:>6} {row['skipped']:>7} "
              f"{row['not loaded']:>10} {row['no result']:>9} {row['differ']:>6} {seconds:>8.2f} "
              f"{bare_seconds:>7.2f}", flush=True)  # fmt: skip
        total.update(row)
        total["seconds"] += seconds
        total["bare seconds"] += bare_seconds
    print(f"{'all':>6} {total['files']:>5} {total['passed']:>6} {total['failed']:>6} {total['skipped']:>7} "
          f"{total['not loaded']:>10} {total['no result']:>9} {total['differ']:>6} {total['seconds']:>8.2f} "
          f"{total['bare seconds']:>7.2f}")  # fmt: skip
    print(f"of {sum(shared.values())} runs of the template's files {shared.pop('', 0)} were judged from another jail")
    for why, count in shared.most_common():
        print(f"{count:>6} {why}")
    for line in differences + errors:
        print(line)
    print(f"{len(heads)} heads, {len(differences)} differences, {len(errors)} errors")
    if args.keep is None:
        shutil.rmtree(work)
    return 1 if differences or errors else 0


if __name__ == "__main__":
    sys.exit(main())
