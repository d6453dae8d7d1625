"""A course repository, read with git itself: its pull request heads, and where each began."""

import os
import shutil
import subprocess
from pathlib import Path


class Course:
    def __init__(self, repository, branch="main"):
        self.repository = Path(repository).resolve()
        self.branch = branch

    def git(self, *arguments, check=True):
        done = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", str(self.repository), *arguments],
            capture_output=True,
            text=True,
            errors="surrogateescape",
        )
        if check and done.returncode != 0:
            raise RuntimeError(f"git {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout.strip() if done.returncode == 0 else ""

    def pulls(self):
        """Numbers of the pull requests that have a head, in order."""
        names = self.git("for-each-ref", "--format=%(refname)", "refs/pull").split()
        return sorted(int(name.split("/")[2]) for name in names if name.endswith("/head"))

    def base(self, commit):
        """Where this head began; for a merged one, before its merge. None: cannot be told."""
        base = self.git("merge-base", self.branch, commit, check=False)
        if not base:
            return None
        if base != commit:
            return base
        merges = self.git(
            "rev-list", "--merges", "--ancestry-path", "--reverse", f"{commit}..{self.branch}"
        ).split()
        for merge in merges:
            first, *others = self.git("rev-parse", f"{merge}^@").split()
            if any(self._holds(other, commit) for other in others):
                before = self.git("merge-base", first, commit, check=False)
                return before if before and before != commit else None
        return None

    def _holds(self, commit, ancestor):
        """Whether `ancestor` is an ancestor of `commit`, or the same."""
        return self.git("merge-base", ancestor, commit, check=False) == ancestor

    def commit(self, ref):
        return self.git("rev-parse", "--verify", f"{ref}^{{commit}}")

    def files(self, commit, folder):
        return self.git("ls-tree", "-r", "-z", "--name-only", commit, "--", folder).split("\0")

    def changes(self, base, commit, folder):
        return bool(self.git("diff-tree", "-r", "--name-only", "--no-renames", base, commit, "--", folder))

    def whole(self, commit, folder):
        """Whether the clone holds every file of `folder`: some are made without the largest ones."""
        rows = [row.split() for row in self.git("ls-tree", "-r", commit, "--", folder).splitlines()]
        asked = "".join(f"{row[2]}\n" for row in rows if row[1] == "blob")
        told = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", str(self.repository), "cat-file", "--batch-check"],
            input=asked, capture_output=True, text=True,
        )  # fmt: skip
        return " missing\n" not in told.stdout

    def content(self, commit, path):
        done = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", str(self.repository), "show", f"{commit}:{path}"],
            capture_output=True,
        )
        return done.stdout if done.returncode == 0 else None

    def checkout(self, commit, folder, target):
        """Writes `folder` of `commit` into `target`, without committed dependencies."""
        target = Path(target)
        (target / folder).mkdir(parents=True)
        if self.files(commit, folder) == [""]:
            return  # Moved away or removed.
        archive = subprocess.Popen(
            ["git", "-c", "safe.directory=*", "-C", str(self.repository), "archive", commit, "--", folder],
            stdout=subprocess.PIPE,
        )
        with archive:
            subprocess.run(["tar", "-x", "-C", str(target)], stdin=archive.stdout, check=True)
        if archive.returncode != 0:
            raise RuntimeError(f"git archive {commit} {folder}")
        for path, folders, _ in os.walk(target):
            if "node_modules" in folders:
                shutil.rmtree(Path(path) / "node_modules")
                folders.remove("node_modules")


def spread(items, count):
    """`count` of the items, evenly over all of them."""
    if count >= len(items):
        return list(items)
    return [items[i * len(items) // count] for i in range(count)]
