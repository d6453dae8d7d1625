"""What the tests of fetching share: a course, the program that fetches it, and what it said."""
import os
import re
import subprocess

import pytest

PROBE = os.environ["SOURCE_PROBE"]
GIT_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Sam", "GIT_AUTHOR_EMAIL": "sam@example.org",
    "GIT_COMMITTER_NAME": "Sam", "GIT_COMMITTER_EMAIL": "sam@example.org",
    "GIT_AUTHOR_DATE": "2026-03-01T10:00:00Z", "GIT_COMMITTER_DATE": "2026-03-01T10:00:00Z",
}


def git(folder, *arguments):
    done = subprocess.run(["git", "-C", str(folder), *arguments], env={**os.environ, **GIT_ENVIRONMENT},
                          check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder, name, content):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", f"write {name}")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(name="course")
def make_course(tmp_path):
    """A course repository with a merged and an open pull request, and its commits by name."""
    folder = tmp_path / "served" / "course"
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    ids = {"root": commit(folder, "week.js", "// todo\n")}
    for number, branch in ((1, "merged"), (2, "open")):
        git(folder, "checkout", "-q", "-b", branch)
        ids[branch] = commit(folder, "week.js", branch + "\n")
        git(folder, "update-ref", f"refs/pull/{number}/head", ids[branch])
        git(folder, "checkout", "-q", "main")
        if branch == "merged":
            git(folder, "merge", "-q", "--no-ff", "-m", "merge", branch)
        git(folder, "branch", "-D", "-q", branch)
    ids["main"] = git(folder, "rev-parse", "main")
    return folder, ids


def probe(url, *arguments, cache, host=None, scheme="http", environment=None, **options):
    match = re.match(r"\w+://(?:[^@/]*@)?([^/]+)", url)
    host = host if host is not None else (match.group(1) if match else "")
    command = [PROBE, url, "--cache", str(cache), "--scheme", scheme, *arguments]
    if host:
        command += ["--host", host]
    variables = {**os.environ, "HOME": str(cache), **(environment or {})}
    for name in ("GRADER_TOKEN", "GRADER_TOKEN_FILE", "GRADER_SSH_KEY", "SSH_AUTH_SOCK"):
        if name not in (environment or {}):
            variables.pop(name, None)
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=300, check=False, **options)


def facts(done):
    assert done.returncode == 0, done.stdout + done.stderr
    words = done.stdout.splitlines()[0].split()
    return dict(zip(words[0::2], words[1::2]))


def error(done):
    assert done.stdout.startswith("error"), done.stdout + done.stderr
    return done.returncode, done.stdout.split(" ", 2)[2].rstrip("\n")


@pytest.fixture(name="cache")
def cache_folder(tmp_path):
    return tmp_path / "cache"
