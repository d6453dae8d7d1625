#!/usr/bin/env python3
"""150 different forms as a cohort: each filled in and sent in a browser by a rubric of the library, with
`--jobs 2`. The time of all, the engine's own memory (RssAnon), and that of the largest browser.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import paired

from grading import Grading
from memory_200 import peak_of

RUBRIC = Path(__file__).resolve().parents[2] / "rubrics" / "library" / "onboarding-form"
SUBMISSIONS = ("good", "partial")


def write_class(place, count):
    """One of the library's submissions each, and no two with the same bytes."""
    folders = []
    for number in range(count):
        folder = place / f"form-{number:03}"
        shutil.copytree(RUBRIC / "template", folder)
        shutil.copytree(RUBRIC / "submissions" / SUBMISSIONS[number % len(SUBMISSIONS)], folder, dirs_exist_ok=True)
        page = folder / "index.html"
        page.write_text(page.read_text() + f"<!-- {number} -->\n")
        folders.append(folder)
    return folders


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grader", required=True, metavar="BIN", help="of a release build")
    parser.add_argument("--layers", required=True, metavar="DIR", help="the built environments")
    parser.add_argument("--pages", type=int, default=150, help="(default: %(default)s)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pages-150-") as name:
        place = Path(name)
        grading = Grading(args.grader, args.layers, place / "grader")
        command = [grading.grader, "cohort", *map(str, write_class(place / "class", args.pages)),
                   "--rubric", str(RUBRIC / "rubric.yaml"), "--config", str(grading.config),
                   "--out", str(place / "out"), "--jobs", "2", "--quiet"]  # fmt: skip
        begin = time.perf_counter()
        with subprocess.Popen(command, env=grading.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:  # fmt: skip
            own, said = peak_of(process)
        seconds = time.perf_counter() - begin
        reports = [json.loads(path.read_text()) for path in (place / "out").glob("*/report.json")]
        errors = sum(report["tasks"][0]["status"] == "error" for report in reports)
        if process.returncode != 0 or len(reports) != args.pages or errors:
            print(f"ended with {process.returncode}, {len(reports)} reports, {errors} errors: {said[-1000:]}")
            return 1
        browser = max(report["run"]["usage"]["peak_memory_bytes"] for report in reports) / (1 << 20)
        processor = sum(report["run"]["usage"]["cpu_ms"] for report in reports) / 1000
    paired.print_host()
    paired.print_figure(
        f"{args.pages} different forms, by a rubric of 15 checks",
        f"{seconds:.0f} s, {seconds / args.pages:.2f} s a page, {processor / args.pages:.2f} s of a processor; "
        f"{own:.1f} MiB of its own, the largest browser {browser:.0f} MiB",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
