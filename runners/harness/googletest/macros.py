"""Whether a header of the submission changes what GoogleTest means in a test file: its macros, the
words that these stand on, and what is in its namespace.
"""

import re
import subprocess

ROOT = "/submission/"
MARKER = re.compile(rb'^# \d+ "([^"]*)"')
DEFINE = re.compile(rb"^#(define|undef) ([A-Za-z_]\w*)(\([^)]*\))?(.*)$")
NAME = re.compile(rb"[A-Za-z_]\w*")
NAMESPACE = re.compile(rb"\btesting\b")
FRAMEWORK = re.compile(r"(^|/)(gtest|gmock)/")
KEYWORDS = set(b"""auto bool break case catch char class const continue default delete do double else
enum explicit false float for friend if int long namespace new operator private protected public
return short signed sizeof static struct switch template this throw true try typename union unsigned
using virtual void while""".split())


def dependencies(path):
    """Files of the submission that a compiler read, from what -MD wrote."""
    with open(path, encoding="utf-8", errors="surrogateescape") as text:
        words = re.findall(r"(?:\\.|[^\s\\])+", text.read().replace("\\\n", " "))
    names = (re.sub(r"\\(.)", r"\1", word) for word in words)
    return {name[len(ROOT):] for name in names if name.startswith(ROOT)}


def changed(command, ours, source, deps):
    """"" or what it is. `command` compiles; `ours` are the files that are not the student's."""
    theirs = dependencies(deps) - set(ours)
    if not theirs:
        return ""
    for name in theirs:
        if FRAMEWORK.search(name):
            return "a header of the submission stands in for GoogleTest's"
    done = subprocess.run([*command, "-E", "-dD", source], cwd="/tmp", stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    framework, found, file = set(KEYWORDS), set(), ""
    for line in done.stdout.split(b"\n"):
        marker = MARKER.match(line)
        if marker:
            file = marker[1].decode("utf-8", "surrogateescape")
            continue
        is_theirs = file.startswith(ROOT) and file[len(ROOT):] in theirs
        define = DEFINE.match(line)
        if not define:
            if is_theirs and NAMESPACE.search(line):
                return "a header of the submission names GoogleTest's namespace"
        elif file.startswith(("/usr/include/gtest/", "/usr/include/gmock/")):
            parameters = set(NAME.findall(define[3] or b""))
            framework |= {define[2]} | (set(NAME.findall(define[4])) - parameters)
        elif is_theirs:
            found.add(define[2])
    bad = sorted(framework & found)
    return f"a header of the submission changes the macro {bad[0].decode()}" if bad else ""
