#!/usr/bin/env python3
"""Grades the same pull requests from a local path, over smart HTTP (git's own http-backend) and over
ssh, both on loopback. The reports must be the same but for `run` and the repository's address.

Exit code: 0 the same, 1 something differs.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from grading import Grading, differences, without_run  # noqa: E402
from servers import HttpServer, SshServer  # noqa: E402


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("repository", help="a local repository")
    parser.add_argument("--rubric", required=True)
    parser.add_argument("--refs", nargs="+", required=True, metavar="REF", help="pull/7/head, main, ...")
    parser.add_argument("--grader", required=True, metavar="BIN")
    parser.add_argument("--layers", required=True, metavar="DIR", help="the built environments")
    args = parser.parse_args()
    repository = Path(args.repository).resolve()
    work = Path(tempfile.mkdtemp(prefix="transports-"))
    grading = Grading(args.grader, args.layers, work / "grader")
    found = 0
    with HttpServer(repository.parent) as http, SshServer(work / "ssh") as ssh:
        shutil.copytree(ssh.home / ".ssh", grading.home / ".ssh")
        grading.environment["GRADER_SSH_KEY"] = str(grading.home / ".ssh" / ssh.key.name)
        grading.configure([f"127.0.0.1:{http.port}", f"127.0.0.1:{ssh.port}"], ("http", "ssh"))
        addresses = {
            "local": str(repository),
            "http": http.url(repository.name),
            "http, cached": http.url(repository.name),
            "ssh": ssh.url(repository),
        }
        for ref in args.refs:
            reports = {}
            for name, address in addresses.items():
                begin = time.monotonic()
                out = work / f"out-{name}"
                report = without_run(grading.grade(address, args.rubric, ref, out))
                del report["submission"]["repository"]
                reports[name] = report
                lines = differences(reports["local"], report)
                found += len(lines)
                verdict = "the same" if not lines else "DIFFERS"
                print(f"{ref} {name}: {verdict}, {time.monotonic() - begin:.2f} s", flush=True)
                for line in lines:
                    print("  " + line)
    shutil.rmtree(work)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
