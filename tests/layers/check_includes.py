"""Holds the layer order: a folder includes only what stands to its left, a library has one home.

Usage: check_includes.py SOURCE_TREE. Prints each violation as file:line; exits 1 if there is any.
"""
import pathlib
import re
import sys

# Left to right. Folders of one row may not include one another, except where ALSO says so.
ROWS = [
    ["grader/base"],
    ["grader/model"],
    ["sandbox"],
    ["runners"],
    ["rubrics"],
    ["grader/source", "grader/engine", "grader/report"],
    ["grader/store", "grader/queue", "grader/service", "grader/cli"],
]
ALSO = {"grader/engine": ["grader/source"]}  # the engine's flow begins with fetching

# Third-party headers by prefix, and the only folders that may include them. Headers (.h) of ours
# include none: a third-party type crosses no folder's border.
HOMES = {
    "sodium": ["grader/base"],
    "yaml-cpp/": ["grader/base"],
    "fmt/": ["grader", "sandbox", "runners", "rubrics"],
    "spdlog/": ["grader", "sandbox", "runners", "rubrics"],
    "nlohmann/": ["grader/model", "runners", "rubrics", "grader/report", "grader/cli", "grader/source",
                  "grader/engine"],
    "boost/process": ["sandbox"],
    "boost/asio": ["sandbox", "grader/engine"],
    "boost/": ["sandbox", "grader/engine"],
    "seccomp": ["sandbox"],
    "pugixml": ["runners", "grader/report"],
    "re2/": ["rubrics"],
    "git2": ["grader/source"],
    "zlib": ["grader/source"],
    "unicode/": ["grader/source", "grader/report"],
    "mustache": ["grader/report"],
    "kainjow/": ["grader/report"],
    "CLI/": ["grader/cli"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def folder_of(path):
    for row in ROWS:
        for folder in row:
            if path == folder or path.startswith(folder + "/"):
                return folder
    return None


def allowed(folder):
    left = []
    for row in ROWS:
        if folder in row:
            return left + [folder] + ALSO.get(folder, [])
        left += row
    return left


def violations(root):
    root = pathlib.Path(root)
    for source in sorted(root.rglob("*")):
        relative = source.relative_to(root).as_posix()
        folder = folder_of(relative)
        if folder is None or source.suffix not in (".h", ".cc"):
            continue
        for number, line in enumerate(source.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            included = match.group(2)
            target = folder_of(included)
            place = f"{relative}:{number}"
            if target is not None and target not in allowed(folder):
                yield f"{place}: {folder} may not include {included}"
            for prefix, homes in HOMES.items():
                if not included.startswith(prefix):
                    continue
                if not any(folder == home or folder.startswith(home + "/") for home in homes):
                    yield f"{place}: {included} has its home in {', '.join(homes)}"
                elif source.suffix == ".h":
                    yield f"{place}: {included} belongs in a .cc file"
                break


def main():
    found = list(violations(sys.argv[1]))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
