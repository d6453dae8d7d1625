"""The student's side of the membrane: a jail of its own, in which nothing but the submission's code
runs, asked by a judge in another one. Started as python3 -I -B.

Each test file has a process of its own, forked from this one, which never loads any code of the
submission.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# Compiled once for the layer, where that is done.
sys.path[:0] = [os.path.join(HERE, "../prepared/python.zip"), os.path.join(HERE, "..")]
from membrane_python.membrane import Gone, Membrane  # noqa: E402
from membrane_python.wire import WireError, open_wire  # noqa: E402
from student_python import modules, replaced, streams  # noqa: E402

del sys.path[:2]
# The submission may have modules by these names.
for name in [one for one in sys.modules if one.startswith(("membrane_python", "student_python"))]:
    del sys.modules[name]

PIPE = 3
ROOT = "/submission"
ENDED = 77  # a session that came to its end


def session():
    prefix, counter = os.urandom(6).hex(), 0

    def ids():
        nonlocal counter
        counter += 1
        return f"{prefix}{counter}"

    refused = []
    ended = []
    membrane = None

    def ask(*values, **named):
        return membrane.ask(*values, **named)

    output = streams.Output(ask)
    changes = replaced.Replaced(ask)
    loaded = modules.Modules(ROOT, changes)

    def beside():
        more = {}
        text = output.take()
        if text:
            more["o"] = text
        state = changes.random_state()
        if state is not None:
            more["z"] = state
        if refused:
            more["u"] = refused.pop()
        return more

    def end():
        ended.append(True)
        return True

    serve = {**loaded.operations, **changes.operations, "end": end}
    leave = os._exit
    membrane = Membrane("s", open_wire(PIPE), ids, serve, beside=beside, heard=changes.heard,
                        word=loaded.word_of, refused=lambda why, theirs: refused.append(why))  # fmt: skip
    streams.install(output, ask)
    try:
        while not ended:
            membrane.answer(membrane.receive())
    except (Gone, WireError):
        # The judge is gone, or does not listen.
        leave(0)
    leave(ENDED)


def main():
    os.chdir(ROOT)
    sys.argv = ["pytest"]
    fork, waitpid, leave, kill = os.fork, os.waitpid, os._exit, os.kill
    while True:
        child = fork()
        if child == 0:
            try:
                session()
            finally:
                leave(70)
        _, status = waitpid(child, 0)
        if os.WIFSIGNALED(status):
            kill(os.getpid(), os.WTERMSIG(status))
        code = os.WEXITSTATUS(status)
        if code != ENDED:
            leave(code)


main()
