#!/usr/bin/env python3
"""Ten calls of a student's function, judged from outside, against `node -e 0` in the same jail. Goal:
at most 1.6 times.
"""

import argparse
import statistics
import subprocess
import sys

import paired

GOAL_TIMES = 1.6


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--timer", required=True, metavar="BIN", help="calls_timer of a release build")
    parser.add_argument("--layers", required=True, metavar="DIR", help="the built environments")
    parser.add_argument("--runs", type=int, default=100, help="(default: %(default)s)")
    args = parser.parse_args()
    done = subprocess.run([args.timer, args.layers, str(args.runs)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr.strip())
    series = {}
    for line in done.stdout.splitlines():
        name, *values = line.split()
        series[name] = [float(value) for value in values]
    bare, calls = series["node-jailed"], series["ten-calls"]
    times = statistics.median(c / b for b, c in zip(bare, calls))
    paired.print_host()
    paired.print_figure(
        "ten calls",
        f"{statistics.median(calls):.1f} ms, {times:.2f} times `node -e 0` in a jail ({statistics.median(bare):.1f} ms)",
        times <= GOAL_TIMES,
    )
    return 0 if times <= GOAL_TIMES else 1


if __name__ == "__main__":
    sys.exit(main())
