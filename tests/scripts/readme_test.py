"""The commands of README.md and docs/rubric.md are run, and print what it says; a line `...` stands for any lines.

Usage: readme_test.py BUILD_FOLDER. Commands of scripts/ install and build, so they are only looked at.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(document="README.md"):
    """(command, what it prints) in the order of the document."""
    found = []
    for block in BLOCK.findall((ROOT / document).read_text()):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def pattern(lines):
    parts = [r"(?:.*\n)*?" if line == "..." else re.escape(line.rstrip()) + r" *\n" for line in lines]
    return re.compile("".join(parts) + r"\Z")


class Readme(unittest.TestCase):
    maxDiff = None

    def run_all(self, document, files):
        layers = os.environ.get("GRADER_LAYERS") or BUILD / "cache/grader/layers"
        with tempfile.TemporaryDirectory() as place:
            (pathlib.Path(place) / "examples").symlink_to(ROOT / "examples")
            for name, text in files.items():
                (pathlib.Path(place) / name).write_text(text)
            environment = {**os.environ, "PATH": f"{BUILD}/bin:{os.environ['PATH']}", "NO_COLOR": "1",
                           "GRADER_LAYERS": str(layers), "XDG_CACHE_HOME": f"{place}/cache",
                           "XDG_CONFIG_HOME": f"{place}/config"}
            for command, lines in commands(document):
                with self.subTest(command):
                    if command.startswith("scripts/"):
                        self.assertTrue(os.access(ROOT / command.split()[0], os.X_OK))
                        continue
                    done = subprocess.run(command, shell=True, cwd=place, env=environment, text=True,
                                          stdin=subprocess.DEVNULL, capture_output=True)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertRegex(done.stdout, pattern(lines), done.stderr)

    def test_every_command_of_the_readme_does_what_it_says(self):
        self.run_all("README.md", {})

    def test_the_first_rubric_does_what_the_manual_says(self):
        manual = (ROOT / "docs/rubric.md").read_text()
        first = re.search(r"^```yaml\n(.*?)^```", manual, re.MULTILINE | re.DOTALL).group(1)
        self.run_all("docs/rubric.md", {"first.yaml": first})

    def test_it_begins_with_an_example(self):
        self.assertGreaterEqual(len(commands()), 4)


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
