"""The whole program against hostile servers and packages; what holds after each run, whatever it was:

  1. it got through with nothing: each case says what was not reached
  2. it ends within the patience of its case, with a documented exit code and its words on stderr
  3. no process, cgroup, mount, temporary file or folder is left
  4. no marker is in what it said or wrote: of the host's files, of the environment
  5. the next honest run has the same result as alone: each test ends with one
  6. no fault of the submission is told as ours, and no sanitizer complained
"""
import os
import pathlib
import subprocess
import time

GRADER = pathlib.Path(os.environ["GRADER_BIN"])
BUILD = GRADER.parent.parent
LAYERS = pathlib.Path(os.environ.get("GRADER_LAYERS", BUILD / "cache" / "grader" / "layers"))
MARKER = "MARKER-5e1c"


def mounts():
    return pathlib.Path("/proc/self/mountinfo").read_text()


def processes_of(pid, word):
    """Slots and whatever else is left of a grader that has ended."""
    # Slots of other graders go while we look: walk() skips what is not there any more.
    left = [os.path.join(folder, name) for folder, names, _ in os.walk("/sys/fs/cgroup")
            for name in names if name.startswith(f"grader-{pid}-")]
    for about in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if word.encode() in about.read_bytes() and int(about.parent.name) != os.getpid():
                left.append(about.read_text().replace("\0", " "))
        except OSError:
            pass
    return left


# A host may be this many times slower than the one for which the patience of cases was chosen.
SLOW_HOST = 4


def run(scratch, *arguments, patience=20, **environment):
    """Runs the program and asserts all that is not about this case; gives exit code and words."""
    scratch.mkdir(parents=True, exist_ok=True)
    temporary = scratch / "tmp"
    temporary.mkdir(exist_ok=True)
    variables = {**os.environ, "TMPDIR": str(temporary), "HOME": str(scratch), "GRADER_MARKER": MARKER,
                 "XDG_CACHE_HOME": str(scratch / "cache"), "GRADER_LAYERS": str(LAYERS), **environment}
    for name in ("GRADER_TOKEN", "GRADER_SSH_KEY", "SSH_AUTH_SOCK"):
        variables.pop(name, None)
    (scratch / "marker").write_text(MARKER)
    before, start = mounts(), time.monotonic()
    with subprocess.Popen([str(GRADER), *map(str, arguments)], env=variables, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, cwd=scratch) as running:
        out, err = running.communicate(timeout=SLOW_HOST * patience + 60)
    words = (out + err).decode(errors="replace")
    assert time.monotonic() - start < SLOW_HOST * patience, words
    assert running.returncode in (0, 1, 2, 3, 4), words
    assert "Sanitizer" not in words, words
    assert mounts() == before
    assert not list(temporary.iterdir())
    assert not processes_of(running.pid, str(scratch))
    assert MARKER not in words
    for path in scratch.glob("out/**/*"):
        assert not path.is_file() or MARKER.encode() not in path.read_bytes(), path
    return running.returncode, words
