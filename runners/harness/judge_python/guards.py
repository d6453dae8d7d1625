"""Tests that write files, start programs or look at files of the submission share a jail with it: here
they would see others than its code does.
"""

import os
import sys

ROOT = "/submission"
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
OF_EVENTS = {
    "subprocess.Popen": "the tests start other programs",
    "os.system": "the tests start other programs",
    "os.exec": "the tests start other programs",
    "os.posix_spawn": "the tests start other programs",
    "os.fork": "the tests start other programs",
    "os.forkpty": "the tests start other programs",
    "socket.connect": "the tests use the network",
    "socket.bind": "the tests use the network",
    "socket.getaddrinfo": "the tests use the network",
    "os.chdir": "the tests change the working directory",
    "os.mkdir": "the tests write files",
    "os.remove": "the tests write files",
    "os.rename": "the tests write files",
    "os.rmdir": "the tests write files",
    "os.link": "the tests write files",
    "os.symlink": "the tests write files",
    "os.truncate": "the tests write files",
}
LOOKS = ("os.listdir", "os.scandir")
OF_FILES = ("os.py", "pathlib.py", "genericpath.py", "posixpath.py", "glob.py", "fnmatch.py", "shutil.py",
            "tempfile.py", "io.py", "codecs.py", "subprocess.py", "<frozen os>", "<frozen genericpath>",
            "<frozen posixpath>", "<frozen codecs>", "<frozen io>")  # fmt: skip
NOT_LAID = "the tests look at files of the submission"


class Guards:
    """`laid`: places of what the tests may look at."""

    def __init__(self, laid, refuse):
        self.laid = {os.path.join(ROOT, name) for name in laid}
        self.folders = {ROOT}
        for place in self.laid:
            while place != ROOT:
                place = os.path.dirname(place)
                self.folders.add(place)
        self.refuse = refuse
        self.armed = False

    def install(self):
        sys.addaudithook(self.hook)
        for name in ("stat", "lstat", "access"):
            setattr(os, name, self.guarded(getattr(os, name)))

    def guarded(self, real):
        def looked(path, *values, **named):
            if self.armed and isinstance(path, (str, bytes, os.PathLike)) and asked_by_tests(sys._getframe(1)):
                self.look(path)
            return real(path, *values, **named)

        looked.__name__ = real.__name__
        return looked

    def look(self, path):
        place = os.path.normpath(os.path.join(ROOT, os.fsdecode(path)))
        inside = place == ROOT or place.startswith(ROOT + "/")
        if inside and place not in self.laid and place not in self.folders:
            self.refuse(NOT_LAID)

    def hook(self, event, values):
        if not self.armed:
            return
        if event == "open":
            path, _, flags = values
            if not isinstance(path, (str, bytes, os.PathLike)) or not asked_by_tests(sys._getframe(1)):
                return
            if isinstance(flags, int) and flags & WRITES and not os.fsdecode(path).startswith("/dev/"):
                self.refuse("the tests write files")
            self.look(path)
        elif event in OF_EVENTS and not sys._getframe(1).f_code.co_filename.endswith("/_pytest/main.py"):
            self.refuse(OF_EVENTS[event])
        elif event in LOOKS and asked_by_tests(sys._getframe(1)):
            place = os.path.normpath(os.path.join(ROOT, os.fsdecode(values[0] or ".")))
            if place.startswith(ROOT):
                self.refuse(NOT_LAID)


def asked_by_tests(frame):
    """Whether the tests themselves, and not the framework, want it."""
    while frame is not None and os.path.basename(frame.f_code.co_filename) in OF_FILES:
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith(ROOT + "/")
