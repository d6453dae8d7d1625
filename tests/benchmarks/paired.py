"""Interleaved runs of several commands, and their medians: what disturbs one disturbs all."""

import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "proofs"))


def interleave(runs, **actions):
    """{name: [what each action() gave]}, `runs` rounds after one that does not count."""
    results = {name: [] for name in actions}
    for round_number in range(runs + 1):
        for name, action in actions.items():
            value = action()
            if round_number > 0:
                results[name].append(value)
    return results


def timed(argv, **options):
    """Seconds that a command takes. An exit code above 1 is an error."""
    begin = time.perf_counter()
    done = subprocess.run(
        argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options
    )
    seconds = time.perf_counter() - begin
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{argv[0]} ended with {done.returncode}: {done.stderr[-1000:]}")
    return seconds


def started(argv, **options):
    """A command that runs; what it says on stderr is kept."""
    return subprocess.Popen(
        argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **options
    )


def milliseconds(seconds):
    return f"{1000 * statistics.median(seconds):.0f} ms"


def print_host():
    load = os.getloadavg()[0]
    print(f"# {platform.machine()}, {os.cpu_count()} cores, kernel {platform.release()}, load {load:.1f}")


def print_figure(name, text, met=None):
    goal = "" if met is None else (" (goal met)" if met else " (GOAL MISSED)")
    print(f"{name}: {text}{goal}", flush=True)
