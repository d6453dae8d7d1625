"""The documents for authors do what they say: docs/guide.md is followed word by word, and each recipe of
docs/recipes.md, each example of docs/rubric.md and the one of each kind is proved by `grader rubric test`. The rubric of
"The language" is taken together with the files that the manual shows beside it.

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

    def test_the_language_and_what_stands_beside_it(self):
        """The rubric of docs/rubric.md with the translation, the proofs and the marks that the manual shows for it."""
        text = (ROOT / "docs/rubric.md").read_text()
        rubrics = [block.group(2) for block in FENCE.finditer(text)
                   if block.group(2).startswith("rubric: js1/week-2")]
        self.assertEqual(len(rubrics), 1)

        def beside(begin):
            found = re.findall(rf"(?:^|\n\n)((?:    .*\n)+)", text)
            blocks = [textwrap.dedent(block) for block in found]
            return [block for block in blocks if block.startswith(begin)]

        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            work = place / "work"
            shutil.copytree(DATA / "language", work)
            (work / "week-2.yaml").write_text(rubrics[0])
            (work / "week-2.es.yaml").write_text(beside("translation: js1/week-2")[0])
            (work / "week-2.proofs.yaml").write_text(beside("proofs: 1")[0])
            marks = beside("marks: 1")
            self.assertEqual(len(marks), 2)
            (work / "marks.yaml").write_text(marks[0])
            (work / "class.yaml").write_text(marks[1])

            def run(*command):
                done = subprocess.run(["grader", *command], cwd=work, env=environment(place), text=True,
                                      capture_output=True)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                return done

            checked = run("rubric", "check", "week-2.yaml", "week-2.proofs.yaml")
            self.assertIn("week-2.yaml: 1 task, 5 checks, 16 points", checked.stdout)
            self.assertEqual(checked.stderr, "")
            proved = run("rubric", "test", "week-2.yaml", "--quiet")
            self.assertIn("week-2.yaml: proved, 5 checks by 4 proofs", proved.stdout)
            (work / "week-2.yaml").write_text(
                rubrics[0].replace("{merge_base: main}", "{folder: template}"))
            shutil.copytree(work / "solution", work / "class/ada")
            shutil.copytree(work / "examples/half", work / "class/bo")
            for name in ("ada", "bo"):
                shutil.copy(work / "template/week-2/implement/bmi.test.js",
                            work / "class" / name / "week-2/implement")
            graded = run("grade", "class/ada", "--rubric", "week-2.yaml", "--marks", "marks.yaml", "--quiet")
            self.assertIn("Complete: 15.5 of 16 points", graded.stdout)
            self.assertEqual(graded.stderr, "")
            cohort = run("cohort", "class/ada", "class/bo", "--rubric", "week-2.yaml", "--marks",
                         "class.yaml", "--quiet")
            self.assertIn("ada  open        11 / 16   5 open\n", cohort.stdout)
            self.assertIn("bo   open        6.5 / 16  5 open\n", cohort.stdout)

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
