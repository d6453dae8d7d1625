#!/usr/bin/env python3
"""Different submissions of one module, judged in two jails by resident judges (`grader cohort`, nothing
kept), against the bare test command on the same files with the same dependencies: one submission at
most 0.25 of the time, all of them on every core at least 8 times as fast as the command in a loop.
"""

import argparse
import concurrent.futures
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import paired

from coursework import Coursework
from grading import Grading
from memory_200 import rss_anon

GOAL_TIMES_ONE = 0.25
GOAL_TIMES_ALL = 8
ONE_BY_ONE = 20  # submissions in a round of the first figure


def checked_reports(out, count):
    """Every submission was graded, judged from another jail, and earned everything."""
    reports = sorted(out.glob("*/report.json"))
    if len(reports) != count:
        raise RuntimeError(f"{len(reports)} reports instead of {count}")
    for path in reports:
        report = json.loads(path.read_text())
        check = report["tasks"][0]["checks"][0]
        if check["status"] != "pass" or check["assurance"] != "isolated":
            raise RuntimeError(f"{path}: {check['status']}, {check['assurance']}")


class Cohort:
    def __init__(self, grading, coursework, rubric):
        self.grading, self.coursework, self.rubric = grading, coursework, rubric

    def seconds(self, count, jobs):
        """Of grading `count` submissions; also the most memory of the engine (MiB), by quarters."""
        out = self.coursework.work / "cohort"
        shutil.rmtree(out, ignore_errors=True)
        command = [self.grading.grader, "cohort", str(self.coursework.repository), "--rubric", str(self.rubric),
                   "--config", str(self.grading.config), "--out", str(out), "--format", "json", "--quiet",
                   "--jobs", str(jobs)]  # fmt: skip
        for number in range(1001, 1001 + count):
            command += ["--ref", f"refs/pull/{number}/head"]
        begin = time.perf_counter()
        memory = []
        process = paired.started(command, env=self.grading.environment)
        while process.poll() is None:
            memory.append(rss_anon(process.pid))
            time.sleep(0.01)
        seconds = time.perf_counter() - begin
        if process.returncode != 0:
            raise RuntimeError(f"grader ended with {process.returncode}: {process.stderr.read()[-1000:]}")
        checked_reports(out, count)
        quarter = max(1, len(memory) // 4)
        return seconds, max(memory[:quarter]), max(memory)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grader", required=True, metavar="BIN", help="of a release build")
    parser.add_argument("--layers", required=True, metavar="DIR", help="the built environments")
    parser.add_argument("--layer", required=True, metavar="DIR", help="the node_modules of --environment")
    parser.add_argument("--environment", default="node", help="(default: %(default)s)")
    parser.add_argument("--node", default="node", help="for the bare runs (default: %(default)s)")
    parser.add_argument("--submissions", type=int, default=200, help="(default: %(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="(default: %(default)s)")
    args = parser.parse_args()
    workers = os.cpu_count() or 1
    work = Path(tempfile.mkdtemp(prefix="cohort-vs-bare-"))
    coursework = Coursework(work, args.layer, args.node)
    folders = [
        coursework.checkout(commit, f"checkouts/{commit}") for commit in coursework.variants(args.submissions)
    ]
    grading = Grading(args.grader, args.layers, work / "grader")
    cohort = Cohort(grading, coursework, coursework.rubric(args.environment))

    def bare_one(folder, cache):
        return paired.timed(coursework.bare_command(cache), cwd=folder, env=coursework.bare_environment())

    def bare_few():
        cache = coursework.empty_cache()
        return statistics.median(bare_one(folder, cache) for folder in folders[:ONE_BY_ONE])

    # Submissions are new to both sides in each round; what they share, jest may keep within one.
    def bare_all():
        cache = coursework.empty_cache()
        begin = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda folder: bare_one(folder, cache), folders))
        return time.perf_counter() - begin

    def one_by_one():
        """What one more submission costs while the judges are up."""
        few = min(ONE_BY_ONE, args.submissions - 1)
        return (cohort.seconds(few + 1, 1)[0] - cohort.seconds(1, 1)[0]) / few

    paired.print_host()
    print("# bare:", " ".join(map(str, coursework.bare_command("(empty)"))))
    cohort.seconds(1, 1)  # The list of expected tests is known from here on, as in any later run.
    ones = paired.interleave(
        args.runs,
        ours=one_by_one,
        bare=bare_few,
    )
    times = statistics.median(o / b for o, b in zip(ones["ours"], ones["bare"]))
    met_one = times <= GOAL_TIMES_ONE
    paired.print_figure(f"bare jest, {len(coursework.suites)} files", paired.milliseconds(ones["bare"]))
    paired.print_figure(
        "the same, judged by a resident judge", f"{paired.milliseconds(ones['ours'])}, {times:.2f} times", met_one
    )
    alls = paired.interleave(args.runs, ours=lambda: cohort.seconds(args.submissions, workers), bare=bare_all)
    ratio = statistics.median(b / o[0] for o, b in zip(alls["ours"], alls["bare"]))
    met_all = ratio >= GOAL_TIMES_ALL
    paired.print_figure(
        f"{args.submissions} submissions, {workers} at the same time",
        f"{statistics.median(o[0] for o in alls['ours']):.1f} s against {statistics.median(alls['bare']):.1f} s of "
        f"bare jest in a loop: {ratio:.1f} times as fast",
        met_all,
    )
    first = statistics.median(o[1] for o in alls["ours"])
    most = max(o[2] for o in alls["ours"])
    paired.print_figure("the engine's own memory", f"{first:.1f} MiB in the first quarter, at most {most:.1f}")
    shutil.rmtree(work)
    return 0 if met_one and met_all else 1


if __name__ == "__main__":
    sys.exit(main())
