"""Starts a program for ctest: guard.py PROGRAM [ARGUMENTS]. It ends with 0 only where the program's
main() returned 0: ending early is no pass.
"""

import ctypes
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../googletest")]
import program  # noqa: E402

PR_SET_DUMPABLE = 4


def main():
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    told = []
    code, honest, _ = program.start(sys.argv[1], os.urandom(16).hex(), "run", told.append,
                                    arguments=sys.argv[2:])
    if code != 0:
        os._exit(code if code > 0 else 128 - code)
    if told != ["returned 0"] or not honest:
        print("The program ended before its main() returned.", flush=True)
        os._exit(99)
    os._exit(0)


main()
