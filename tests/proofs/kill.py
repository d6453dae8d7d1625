#!/usr/bin/env python3
"""Grades a pull request twice: the reports must be the same but for `run`. Then grades it again and
again, each time killed with SIGKILL at a random moment. After each kill: the report is whole JSON or
not there, and no process of the grader is left. After the next run: that report is right, and no
cgroup directory, mount or temporary file is left.

Exit code: 0 all of this holds, 1 something does not.
"""

import argparse
import ctypes
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from grading import Grading, differences, without_run  # noqa: E402
from servers import HttpServer  # noqa: E402

PR_SET_CHILD_SUBREAPER = 36
# How long the kernel may take to end what hung on the killed process.
GRACE_SECONDS = 2.0


def adopt_orphans():
    """Whatever the grader leaves becomes a child of this process, so that it is seen."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def descendants():
    """{pid: command} of all processes below this one that are not zombies."""
    parents, names = {}, {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            before, _, after = (entry / "stat").read_text().rpartition(")")
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        state, parent = after.split()[:2]
        pid = int(entry.name)
        parents[pid] = int(parent)
        if state != "Z":
            names[pid] = command or before.partition("(")[2]
    below = {os.getpid()}
    while True:
        more = {pid for pid, parent in parents.items() if parent in below} - below
        if not more:
            break
        below |= more
    return {pid: name for pid, name in names.items() if pid in below and pid != os.getpid()}


def wait_until_gone():
    """What is still there after the grace."""
    end = time.monotonic() + GRACE_SECONDS
    while True:
        reap()
        left = descendants()
        if not left or time.monotonic() > end:
            return left
        time.sleep(0.02)


def cgroups(pids):
    """Those that these graders made: grader-PID-SLOT."""
    found = []
    for path, _, _ in os.walk("/sys/fs/cgroup"):
        parts = path.rsplit("/", 1)[-1].split("-")
        if parts[0] == "grader" and len(parts) == 3 and int(parts[1]) in pids:
            found.append(path)
    return found


def mounts():
    return sorted(
        line.split(" - ")[0].split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("repository", help="a local repository")
    parser.add_argument("--rubric", required=True)
    parser.add_argument("--ref", required=True)
    parser.add_argument("--grader", required=True, metavar="BIN")
    parser.add_argument("--layers", required=True, metavar="DIR", help="the built environments")
    parser.add_argument("--kills", type=int, default=50, help="(default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments (default: %(default)s)")
    args = parser.parse_args()
    adopt_orphans()
    repository = Path(args.repository).resolve()
    work = Path(tempfile.mkdtemp(prefix="kill-"))
    grading = Grading(args.grader, args.layers, work / "grader")
    problems = []
    moments = random.Random(args.seed)
    mounts_before = mounts()

    with HttpServer(repository.parent) as http:
        grading.configure([f"127.0.0.1:{http.port}"], ("http",))
        address = http.url(repository.name)

        def run(out):
            return without_run(grading.grade(address, args.rubric, args.ref, out))

        begin = time.monotonic()
        right = run(work / "first")
        cold = time.monotonic() - begin
        begin = time.monotonic()
        lines = differences(right, run(work / "second"))
        warm = time.monotonic() - begin
        problems += [f"two runs: {line}" for line in lines]
        print(f"two runs: {'the same' if not lines else 'DIFFER'} (cold {cold:.2f} s, warm {warm:.2f} s)")
        if right["result"]["status"] != "complete":
            problems.append("the report is not complete")

        whole, none, incomplete = 0, 0, 0
        for number in range(args.kills):
            # Every fifth kill meets an empty cache: also fetching and listing are interrupted.
            empty = number % 5 == 0
            if empty:
                shutil.rmtree(grading.cache)
                grading.cache.mkdir()
            out = work / "killed"
            if number % 2 == 0:
                shutil.rmtree(out, ignore_errors=True)
            moment = moments.uniform(0, cold if empty else warm)
            process = grading.start(address, args.rubric, args.ref, out)
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stderr.close()
            left = wait_until_gone()
            where = f"kill {number} after {moment:.3f} s"
            for pid, name in left.items():
                problems.append(f"{where}: left process {pid} {name[:100]}")
                os.kill(pid, signal.SIGKILL)
            try:
                report = json.loads((out / "report.json").read_text())
                state = report["result"]["status"]
                whole += state == "complete"
                incomplete += state == "incomplete"
            except FileNotFoundError:
                none += 1
            except (ValueError, KeyError) as broken:
                problems.append(f"{where}: broken report: {broken}")
            try:
                for line in differences(right, run(out)):
                    problems.append(f"{where}: next run: {line}")
            except RuntimeError as failed:
                problems.append(f"{where}: next run: {failed}")
            reap()
            for path in sorted(cgroups(grading.pids)):
                problems.append(f"{where}: left cgroup {path}")
            for path in sorted(set(mounts()) - set(mounts_before)):
                problems.append(f"{where}: left mount {path}")
            for path in grading.temporary.iterdir():
                problems.append(f"{where}: left {path}")
        print(f"{args.kills} kills: afterwards {none} times no report, {incomplete} times an incomplete "
              f"one, {whole} times a complete one")  # fmt: skip
    for problem in problems:
        print(problem)
    print("all right" if not problems else f"{len(problems)} problems")
    if not problems:
        shutil.rmtree(work)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
