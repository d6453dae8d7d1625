"""The judge: a process that stays, in a jail of its own. It runs test files against submissions that
live in other jails, each file in a process forked from this one, which never runs any test. All that
is in this jail comes from the rubric's side. Started as python3 -I -B.

Descriptor 3 is the engine, frames of 4 bytes of length and JSON, both ways; ../judge/main.js says what
they hold. Of the pipe k the descriptors are 4 + 2k (frames) and 5 + 2k (a bell, which nobody rings).
"""

import json
import os
import shutil
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
# The first is compiled once for the layer, where that is done.
sys.path[:0] = [os.path.join(HERE, "../prepared/python.zip"), os.path.join(HERE, ".."),
                os.path.join(HERE, "../pytest"), HERE]  # fmt: skip
import asyncio  # noqa: E402,F401
import unittest.mock  # noqa: E402,F401

import plugin  # noqa: E402
from judge_python.session import Session  # noqa: E402

del sys.path[:4]
# The submission may have modules by these names.
for name in [one for one in sys.modules if one.startswith(("membrane_python", "judge_python"))]:
    del sys.modules[name]
for name in ("apart", "options", "plugin", "stubs"):
    del sys.modules[name]

ENGINE = 3
FIRST = 4
ENDED = 77  # of a process that told the end of its file
ROOT = "/submission"


# Tests may replace what we use.
dumps, loads, read, write, leave = json.dumps, json.loads, os.read, os.write, os._exit


def exactly(size):
    parts = []
    while size:
        part = read(ENGINE, min(size, 1 << 20))
        if not part:
            leave(0)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def receive():
    return loads(exactly(int.from_bytes(exactly(4), "big")))


def send(value):
    content = dumps(value).encode()
    left = memoryview(len(content).to_bytes(4, "big") + content)
    while left:
        left = left[write(ENGINE, left) :]


def lay_out(files):
    for name, content in files.items():
        place = os.path.join(ROOT, name)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        data = content.encode() if isinstance(content, str) else content["bytes"].encode("latin-1")
        with open(place, "wb") as file:
            file.write(data)


def clear():
    for name in os.listdir(ROOT):
        place = os.path.join(ROOT, name)
        if os.path.isdir(place):
            shutil.rmtree(place)
        else:
            os.remove(place)


def judge(request):
    """In the forked process: what the engine is told in the end."""
    run = request["run"]
    try:
        session = Session(request, FIRST + 2 * request["pipe"], lambda row: send({"run": run, **row}), plugin)
        return session.run()
    except BaseException:
        return {"broken": traceback.format_exc()[-4000:]}


def serve(request):
    lay_out(request["files"])
    child = os.fork()
    if child == 0:
        try:
            send({"run": request["run"], "end": judge(request)})
            leave(ENDED)
        finally:
            leave(70)
    _, status = os.waitpid(child, 0)
    clear()
    if os.WIFSIGNALED(status):  # what it was given was too much for it
        send({"run": request["run"], "end": {"over": "too_large"}})
    elif os.WEXITSTATUS(status) != ENDED:
        send({"run": request["run"], "end": {"refused": "the tests end the process"}})


def main():
    os.chdir(ROOT)
    quiet = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(quiet, descriptor)
    send({"ready": True})
    while True:
        serve(receive())


main()
