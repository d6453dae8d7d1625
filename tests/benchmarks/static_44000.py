#!/usr/bin/env python3
"""A tree of 44,000 files, graded with the static kinds alone. Goal: under 2 s."""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import paired

from grading import Grading

FILES = 44_000
GOAL_SECONDS = 2.0

RUBRIC = r"""rubric: benchmark
version: 1
title: Many files
template: {merge_base: main}
tasks:
  - id: all
    title: All
    points: 4
    checks:
      - id: files
        title: The files are there
        points: 1
        files:
          required: [src/module-7/file-70.js]
          forbidden: ["**/.env", "**/*.zip"]
          count: {"**/*.js": {min: 10000}}
          size: {"**": 1MiB}
      - id: changed
        title: Some files changed
        points: 1
        files: {changed: ["src/module-1/**"], unchanged: ["src/module-3/**"]}
      - id: no-var
        title: Names live where they are needed
        points: 1
        text: {in: ["src/**/*.js"], forbid: [{pattern: '\bvar\s'}]}
      - id: functions
        title: There are functions
        points: 1
        text: {in: ["src/**/*.js"], require: [{pattern: '(?m)^function \w+', min: 1000}]}
"""


def fast_import(stream, branch, parent, number, files):
    stream.write(f"commit refs/{branch}\nmark :{number}\n".encode())
    stream.write(b"committer Somebody <somebody@course.example> 1772445600 +0100\ndata 4\nwork\n")
    if parent:
        stream.write(f"from :{parent}\n".encode())
    for path, text in files:
        content = text.encode()
        stream.write(f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")


def text_of(number, changed):
    lines = [f"// File {number}.", f"function work{number}(value) {{"]
    lines += [f"  value += {number * line};" for line in range(20)]
    return "\n".join([*lines, f"  return value * {2 if changed else 1};", "}", ""])


def build(repository):
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", repository], check=True)
    importer = subprocess.Popen(["git", "-C", repository, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    paths = [f"src/module-{n // 100}/file-{n % 100}.js" for n in range(FILES)]
    fast_import(importer.stdin, "heads/main", None, 1, ((p, text_of(n, False)) for n, p in enumerate(paths)))
    changed = [(p, text_of(n, True)) for n, p in enumerate(paths) if n % 200 >= 100]
    fast_import(importer.stdin, "pull/1/head", 1, 2, [c for c in changed if "module-3/" not in c[0]])
    importer.stdin.close()
    if importer.wait() != 0:
        raise RuntimeError("git fast-import")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grader", required=True, metavar="BIN", help="of a release build")
    parser.add_argument("--runs", type=int, default=7, help="(default: %(default)s)")
    args = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="static-44000-"))
    repository = work / "many.git"
    build(repository)
    rubric = work / "rubric.yaml"
    rubric.write_text(RUBRIC)
    grading = Grading(args.grader, work, work / "grader")
    command = grading.command(repository, rubric, "pull/1/head", work / "out")
    paired.print_host()
    print("# grader:", " ".join(map(str, command)))
    results = paired.interleave(args.runs, grader=lambda: paired.timed(command, env=grading.environment))
    seconds = statistics.median(results["grader"])
    paired.print_figure(f"static kinds on {FILES} files", f"{seconds:.2f} s", seconds < GOAL_SECONDS)
    shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
