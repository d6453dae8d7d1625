"""Compiles test files: the submission's sources into one shared library, each test file with what
lies beside it into a program of its own that stands on that library.

So the submission replaces nothing: where both have a function of one name (a main, a template that
compares values) the program takes its own, and the C library comes before the submission's.
"""

import hashlib
import os
import re
import subprocess

import macros

ROOT = "/submission"
JUDGE = "/harness/prepared/googletest.o"
# No debugging information and no optimisation: most of the time is the compiler's.
SHORT = ["-w", "-fmax-errors=5", "-fdiagnostics-color=never", "-fno-diagnostics-show-caret"]
FLAGS = ["-std=c++20", *SHORT, "-fPIC", "-pthread"]
OUTPUT_LIMIT = 1 << 20

# At the end of each test file, where each macro means what it means to its tests.
CANARIES = """
#line 1 "canaries"
#include <gtest/gtest.h>
#include <string>
int grader_must_fail() {
  int one = 1, two = 2;
  double half = 0.5, third = 1.0 / 3;
  std::string a = "a", b = "b";
  bool yes = true, no = false;
  EXPECT_EQ(one, two);
  EXPECT_NE(one, one);
  EXPECT_LT(two, one);
  EXPECT_GE(one, two);
  EXPECT_TRUE(no);
  EXPECT_FALSE(yes);
  EXPECT_EQ(a, b);
  EXPECT_STREQ("a", "b");
  EXPECT_DOUBLE_EQ(half, third);
  EXPECT_NEAR(half, third, 0.001);
  EXPECT_THROW((void)one, int);
  EXPECT_NO_THROW(throw one);
  [&] { ASSERT_EQ(one, two); }();
  [&] { ASSERT_TRUE(no); }();
  int count = 14;
#ifdef EXPECT_THAT
  EXPECT_THAT(one, ::testing::Eq(two));
  ++count;
#endif
  return count;
}
"""


def wrapper(file):
    return f'#include "{os.path.join(ROOT, file)}"\n{CANARIES}'


def program_of(file):
    return "/build/" + hashlib.sha256(file.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def includes(request, file):
    """After the system's, so that nothing of the submission stands in for a header of theirs."""
    folder = os.path.join(ROOT, request["build"]["folder"])
    quoted = dict.fromkeys([os.path.dirname(os.path.join(ROOT, file)), folder])
    return [*(f"-iquote{one}" for one in quoted), "-idirafter", os.path.join(folder, "include")]


def run(argv):
    """Exit code and the first part of what a tool said."""
    done = subprocess.run(argv, cwd="/tmp", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, check=False)
    return done.returncode, done.stderr[:OUTPUT_LIMIT].decode("utf-8", "replace")


def failure(kind, message, file="", line=0, column=0, subject=""):
    return {"kind": kind, "message": message, "subject": subject, "file": file, "line": line,
            "column": column}


PLACE = re.compile(r"^(?P<path>[^\n:]+):(?P<line>\d+):(?:(?P<column>\d+):)? (?P<text>.*)$")
NO_FILE = re.compile(r"^([^\n:]+): No such file or directory$")
UNDEFINED = re.compile(r"undefined reference to [`'](.*)'$")
TWICE = re.compile(r"multiple definition of [`'](.*?)'")
HIDDEN = re.compile(r"hidden symbol [`'].*' in .*libg(?:test|mock)\.a")


def place_of(match, folder):
    path = os.path.normpath(os.path.join(folder, match["path"]))
    inside = path[len(ROOT) + 1:] if path.startswith(ROOT + "/") else ""
    return inside, int(match["line"]), int(match["column"] or 0)


def failure_of(said):
    """Why a compiler or linker did not go on, from its first error."""
    error = None  # one in a header of the system, until we know who asked for it
    for text in said.split("\n"):
        match = PLACE.match(text)
        if match:
            file, line, column = place_of(match, "/tmp")
            words = re.match(r"(?:fatal )?error: (.*)", match["text"])
            if words and error is None:
                gone = NO_FILE.match(words[1])
                if gone:
                    return failure("missing_file", words[1], file, line, column, gone[1])
                if file:
                    return failure("not_built", words[1], file, line, column)
                error = words[1]
            elif error is not None and file and "required from here" in match["text"]:
                return failure("not_built", error, file, line, column)
        if error is None and HIDDEN.search(text):
            return failure("not_built", "the code uses GoogleTest, which is for tests only")
        if error is None and TWICE.search(text):
            return failure("not_built", TWICE.search(text)[0])
        if error is None and UNDEFINED.search(text):
            name = UNDEFINED.search(text)[1].replace("[abi:cxx11]", "")
            return failure("not_built", f"undefined reference to '{name}'", subject=name)
    first = error or next((text for text in said.split("\n") if "rror" in text), "it does not build")
    return failure("not_built", first.strip()[:300])


def compiler(path):
    """C stays C: g++ would take it for C++."""
    return "gcc" if path.endswith(".c") else "g++"


def library(request, out):
    """Builds the submission's sources into `out`. None, or why not."""
    sources = [os.path.join(ROOT, one) for one in request["build"]["sources"]]
    flags = request["build"]["flags"]
    objects = []
    for index, source in enumerate(sources):
        if compiler(source) == "g++":
            objects.append(source)
            continue
        objects.append(f"{out}.{index}.o")
        own = [flag for flag in FLAGS + flags if not flag.startswith("-std=")]
        code, said = run(["gcc", *own, *includes(request, source), "-c", "-o", objects[-1], source])
        if code != 0:
            return failure_of(said)
    folders = includes(request, request["build"]["sources"][0])
    code, said = run(["g++", *FLAGS, *flags, *folders, "-shared", "-Wl,-Bsymbolic-functions", "-o",
                      out, *objects])
    return failure_of(said) if code != 0 else None


def program(request, file, out, linked):
    """Builds one test file. `linked`: what the linker gets last. (None or why not, what of
    GoogleTest the submission changes).
    """
    source = out + ".cc"
    with open(source, "w", encoding="utf-8", errors="surrogateescape") as text:
        text.write(wrapper(file))
    beside = [os.path.join(ROOT, one) for one in request["build"]["linked"]]
    command = ["g++", *FLAGS, *request["build"]["flags"], *includes(request, file)]
    code, said = run([*command, "-MD", "-c", "-o", out + ".o", source])
    if code != 0:
        return failure_of(said), ""
    ours = request["build"]["ours"]
    # Students may do with their own tests what they like.
    problem = macros.changed(command, ours, source, out + ".d") if file in ours else ""
    code, said = run([*command, "-o", out, out + ".o", *beside, JUDGE, "-Wl,--wrap=main",
                      "-Wl,--exclude-libs,ALL", "-lgmock", "-lgtest", "-Wl,--no-as-needed",
                      "-lstdc++", "-lgcc_s", "-l:libm.so.6", "-l:libc.so.6", *linked])
    return (failure_of(said) if code != 0 else None), problem
