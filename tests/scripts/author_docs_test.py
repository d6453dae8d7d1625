"""The documents for authors do what they say: docs/guide.md is followed word by word, and each recipe of
docs/recipes.md, each example of docs/rubric.md and the one of each kind is proved by `grader rubric test`.

Usage: author_docs_test.py BUILD_FOLDER. tests/author_docs/ holds the submissions, a folder for each recipe,
example and kind: head.yaml (the rubric above its tasks, where it is not the usual one), task.yaml (the keys of a
kind's task), proofs.yaml, and build-repository, which makes a repository where a proof needs one.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests/author_docs"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAVE = re.compile(r"ave (?:it )?as `([^`]+)`[^`]*\Z")
HEAD = "rubric: {slug}\nversion: 1\ntitle: A recipe\nlanguage: en\ntemplate: {{folder: template}}\n"


def environment(place):
    layers = os.environ.get("GRADER_LAYERS") or BUILD / "cache/grader/layers"
    return {**os.environ, "PATH": f"{BUILD}/bin:{os.environ['PATH']}", "NO_COLOR": "1",
            "GRADER_LAYERS": str(layers), "XDG_CACHE_HOME": f"{place}/cache",
            "XDG_CONFIG_HOME": f"{place}/config", "HOME": str(place), "GIT_CONFIG_NOSYSTEM": "1"}


def pattern(lines):
    parts = [r"(?:.*\n)*?" if line == "..." else re.escape(line.rstrip()) + r" *\n" for line in lines]
    return re.compile("".join(parts) + r"\Z")


def slug(heading):
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


class Guide(unittest.TestCase):
    maxDiff = None

    def run_block(self, block, place):
        commands = []
        for line in block.splitlines():
            if line.startswith("$ "):
                commands.append((line[2:], []))
            else:
                commands[-1][1].append(line)
        for command, lines in commands:
            with self.subTest(command):
                done = subprocess.run(command, shell=True, cwd=place / "work", env=environment(place),
                                      text=True, stdin=subprocess.DEVNULL, capture_output=True)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertRegex(done.stdout, pattern(lines), done.stderr)

    def test_following_it_gives_what_it_says(self):
        text = (ROOT / "docs/guide.md").read_text()
        saved = ran = 0
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            (place / "work").mkdir()
            for block in FENCE.finditer(text):
                if block.group(1) == "console":
                    self.run_block(block.group(2), place)
                    ran += 1
                    continue
                name = SAVE.search(text[: block.start()])
                self.assertTrue(name, f"no file name before: {block.group(2)}")
                (place / "work" / name.group(1)).write_text(block.group(2))
                saved += 1
        self.assertGreaterEqual((saved, ran), (8, 4))


class Proved(unittest.TestCase):
    def prove(self, name, tasks):
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            work = place / "work"
            shutil.copytree(DATA / name, work)
            head = work / "head.yaml"
            text = head.read_text() if head.exists() else HEAD.format(slug=name)
            (work / "rubric.yaml").write_text(text + "tasks:\n" + textwrap.indent(tasks, "  "))
            (work / "proofs.yaml").rename(work / "rubric.proofs.yaml")
            if (work / "build-repository").exists():
                subprocess.run(["bash", work / "build-repository"], cwd=work, env=environment(place),
                               check=True, capture_output=True)
            done = subprocess.run(["grader", "rubric", "test", "rubric.yaml", "--quiet"], cwd=work,
                                  env=environment(place), text=True, capture_output=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(done.stderr, "")

    def test_every_recipe(self):
        text = (ROOT / "docs/recipes.md").read_text()
        sections = re.split(r"^## +(.*)$", text, flags=re.MULTILINE)[1:]
        names = set()
        for heading, body in zip(sections[::2], sections[1::2]):
            blocks = [block.group(2) for block in FENCE.finditer(body) if block.group(1) == "yaml"]
            self.assertEqual(len(blocks), 1, heading)
            names.add(slug(heading))
            with self.subTest(heading):
                self.prove(f"recipes/{slug(heading)}", blocks[0])
        self.assertEqual(names, {path.name for path in (DATA / "recipes").iterdir()})
        self.assertGreaterEqual(len(names), 8)

    def test_every_example_of_the_manual(self):
        text = (ROOT / "docs/rubric.md").read_text()
        sections = re.split(r"^##+ +(.*)$", text, flags=re.MULTILINE)[1:]
        names = set()
        for heading, body in zip(sections[::2], sections[1::2]):
            blocks = [block.group(2) for block in FENCE.finditer(body) if block.group(2).startswith("- id:")]
            for number, block in enumerate(blocks, 1):
                name = f"{slug(heading)}-{number}"
                names.add(name)
                with self.subTest(name):
                    task = (DATA / "manual" / name / "task.yaml").read_text()
                    self.prove(f"manual/{name}", task + "  checks:\n" + textwrap.indent(block, "    "))
        self.assertEqual(names, {path.name for path in (DATA / "manual").iterdir()})

    def test_the_example_of_every_kind(self):
        listed = subprocess.run(["grader", "kinds"], env=environment("/nowhere"), text=True, check=True,
                                capture_output=True).stdout.split("\n\n")[0]
        kinds = [line.split()[0] for line in listed.splitlines()]
        for kind in kinds:
            told = subprocess.run(["grader", "kinds", kind], env=environment("/nowhere"), text=True,
                                  check=True, capture_output=True).stdout
            example = textwrap.dedent(told.split("\nexample:\n")[1])
            task = (DATA / "kinds" / kind / "task.yaml").read_text()
            with self.subTest(kind):
                self.prove(f"kinds/{kind}", task + "  checks:\n" + textwrap.indent(example, "    "))
        self.assertEqual(set(kinds), {path.name for path in (DATA / "kinds").iterdir()})


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
    os.environ["PATH"] = f"{BUILD}/bin:{os.environ['PATH']}"
    unittest.main()
