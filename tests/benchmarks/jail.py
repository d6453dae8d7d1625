#!/usr/bin/env python3
"""One jail: start, /bin/true, verdict and teardown against the bare program, against bubblewrap with
the same walls, and where they are given against isolate and nsjail; the same for `node -e 0`; how
long after a limit a run is over; and whether anything grows over 2,000 runs.
"""

import argparse
import shutil
import statistics
import subprocess
import sys

import paired

WALLS = {
    "bubblewrap": "{path} --unshare-all --die-with-parent --new-session --ro-bind /usr /usr"
    " --symlink usr/lib /lib --symlink usr/lib64 /lib64 --symlink usr/bin /bin --proc /proc --dev /dev"
    " --tmpfs /tmp --tmpfs /submission --tmpfs /results --uid 1000 --gid 1000 --cap-drop ALL --clearenv"
    " --setenv PATH /usr/bin:/bin --",
    # Its box 0 is to be made before: isolate --init.
    "isolate": "{path} --run --silent --processes=128 --",
    "nsjail": "{path} -Mo -Q --user 64999 --group 64999 -R /usr -s usr/lib:/lib -s usr/lib64:/lib64"
    " -s usr/bin:/bin -T /tmp -T /submission -T /results --rlimit_as inf --rlimit_fsize inf"
    " --rlimit_nproc 128 --",
}
GOAL_TRUE_MS = 4
GOAL_NODE = 1.15
GOAL_OVERSHOOT_MS = 20
GOAL_FORK_BOMB_MS = 100
GOAL_FIRST_INSTRUCTION_MS = 2


def p95(values):
    return sorted(values)[int(len(values) * 0.95)]


def spread(values):
    return f"median {statistics.median(values):.2f} ms, p95 {p95(values):.2f} ms"


def lines(command):
    done = subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True)
    rows = [line.split() for line in done.stdout.splitlines()]
    return {row[0]: [float(value) for value in row[1:]] for row in rows}


def compare(args, program, others):
    command = [args.timer, "compare", args.runs, "--name=bare", *program]
    for name, path in others.items():
        command += [f"--name={name}", *WALLS[name].format(path=path).split(), *program]
    print("#", " ".join(map(str, command)))
    return lines(command)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--timer", required=True, metavar="BIN", help="jail_timer of a release build")
    parser.add_argument("--bubblewrap", default=shutil.which("bwrap"), metavar="BIN", help="(default: %(default)s)")
    parser.add_argument("--isolate", metavar="BIN", help="with its box 0 made")
    parser.add_argument("--nsjail", metavar="BIN")
    parser.add_argument("--node", default="/usr/bin/node", help="below /usr (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=120, help="(default: %(default)s)")
    parser.add_argument("--many", type=int, default=2000, help="runs in a row (default: %(default)s)")
    args = parser.parse_args()
    others = {name: getattr(args, name) for name in WALLS if getattr(args, name)}

    paired.print_host()
    for name, program in (("/bin/true", ["/bin/true"]), ("node -e 0", [args.node, "-e", "0"])):
        series = compare(args, program, others)
        for other, values in series.items():
            paired.print_figure(f"{name}, {other}", spread(values))
        over = statistics.median(j - b for j, b in zip(series["jail"], series["bare"]))
        ratio = statistics.median(j / b for j, b in zip(series["jail"], series["bare"]))
        if name == "/bin/true":
            paired.print_figure(f"{name}, jail over bare, median of pairs", f"{over:.2f} ms", over <= GOAL_TRUE_MS)
        else:
            paired.print_figure(f"{name}, jail over bare, median of pairs", f"{ratio:.2f} times", ratio <= GOAL_NODE)
        if "bubblewrap" in series:
            less = statistics.median(w - j for j, w in zip(series["jail"], series["bubblewrap"]))
            paired.print_figure(f"{name}, jail below bubblewrap, median of pairs", f"{less:.2f} ms", less > 0)

    series = lines([args.timer, "limits", args.runs])
    first = series.pop("ahead")
    met = statistics.median(first) <= GOAL_FIRST_INSTRUCTION_MS
    paired.print_figure("request to first instruction, jail prepared ahead", spread(first), met)
    paired.print_figure("request to first instruction, not ahead", spread(series.pop("not-ahead")))
    for name, values in series.items():
        goal = GOAL_FORK_BOMB_MS if name == "fork-bomb" else GOAL_OVERSHOOT_MS
        paired.print_figure(f"over after its limit, {name}", spread(values), p95(values) <= goal)

    grown = lines([args.timer, "many", args.many])
    each = grown.pop("each")[0]
    paired.print_figure(f"/bin/true, {args.many} in a row without a pause", f"{each:.2f} ms each")
    for name, (before, after) in grown.items():
        # Allocators keep some room; a leak of one page a run would be 8 MiB.
        room = 512 if name.endswith("kib") else 0
        paired.print_figure(f"after {args.many} runs, {name}", f"{before:.0f}, {after:.0f}", after <= before + room)
    return 0


if __name__ == "__main__":
    sys.exit(main())
