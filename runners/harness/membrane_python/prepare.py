"""Once for a layer: the code of both sides, compiled, in one archive. Usage: prepare.py FILE"""

import importlib.util
import marshal
import os
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
PARTS = ("membrane_python", "student_python", "judge_python")


def compiled(path, name):
    with open(path, "rb") as text:
        code = compile(text.read(), f"/harness/{name}", "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)


def main(out):
    with zipfile.ZipFile(out, "w") as archive:
        for part in PARTS:
            folder = os.path.join(HERE, "..", part)
            for file in sorted(os.listdir(folder)):
                if file.endswith(".py") and file not in ("main.py", "prepare.py"):
                    name = f"{part}/{file}"
                    archive.writestr(zipfile.ZipInfo(name + "c"), compiled(os.path.join(folder, file), name))


main(sys.argv[1])
