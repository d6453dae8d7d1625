"""What the proofs and benchmarks stand on. The proofs themselves run outside the tests."""

import argparse
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import bare  # noqa: E402
import bare_alone  # noqa: E402
import exercism  # noqa: E402
import exercism_tracks  # noqa: E402
import parity  # noqa: E402
import resident  # noqa: E402
from course import Course, spread  # noqa: E402
from grading import differences, without_run  # noqa: E402
from servers import HttpServer  # noqa: E402

ROOT = HERE.parents[1]


class CourseTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.repository = Path(cls.folder.name) / "course.git"
        subprocess.run([ROOT / "examples/javascript-week/build-course", cls.repository], check=True)
        cls.course = Course(cls.repository)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def subject(self, number):
        base = self.course.base(self.course.commit(f"refs/pull/{number}/head"))
        return self.course.git("log", "-1", "--format=%s", base)

    def test_finds_every_pull_request(self):
        self.assertEqual(self.course.pulls(), [1, 2, 3, 4, 5, 6, 7, 8])

    def test_each_head_has_its_own_generation_of_the_template(self):
        self.assertEqual(self.subject(1), "Give the fee a limit, use jest 30")
        self.assertEqual(self.subject(3), "Start week 2")
        self.assertEqual(self.subject(8), "Revert the merge")

    def test_a_merged_head_began_before_its_merge(self):
        self.assertEqual(self.subject(4), "Give the fee a limit, use jest 30")

    def test_a_checkout_is_without_committed_dependencies(self):
        target = Path(self.folder.name) / "checkout"
        self.course.checkout(self.course.commit("refs/pull/8/head"), "week-2", target)
        self.assertTrue((target / "week-2/package.json").exists())
        self.assertFalse((target / "week-2/node_modules").exists())

    def test_a_folder_that_is_not_there_is_checked_out_empty(self):
        target = Path(self.folder.name) / "empty"
        self.course.checkout("main", "week-9", target)
        self.assertEqual(list((target / "week-9").iterdir()), [])

    def test_a_clone_without_some_file_is_not_whole(self):
        copy = Path(self.folder.name) / "partial.git"
        subprocess.run(["git", "clone", "--quiet", "--bare", "--no-local", self.repository, copy], check=True)
        partial = Course(copy)
        self.assertTrue(partial.whole("main", "week-2"))
        for pack in (copy / "objects/pack").iterdir():
            pack.rename(copy / pack.name)
        for pack in copy.glob("*.pack"):
            with pack.open("rb") as packed:
                subprocess.run(["git", "-C", copy, "unpack-objects", "-q"], stdin=packed, check=True)
        blob = partial.git("rev-parse", "main:week-2/package.json")
        (copy / "objects" / blob[:2] / blob[2:]).unlink()
        self.assertFalse(partial.whole("main", "week-2"))

    def test_heads_are_laid_out_in_a_new_order(self):
        one, two = (self.course.commit(f"refs/pull/{number}/head") for number in (1, 2))
        order = resident.shuffled([one, two], 3, seed=1)
        self.assertEqual([sorted(order[i:i + 2]) for i in (0, 2, 4)], 3 * [sorted([one, two])])
        self.assertEqual(order, resident.shuffled([one, two], 3, seed=1))
        target = Path(self.folder.name) / "laid-out.git"
        laid = Course(resident.lay_out(self.course, order, target))
        self.assertEqual([laid.commit(f"refs/pull/{number}/head") for number in laid.pulls()], order)
        self.assertEqual(laid.commit("main"), self.course.commit("main"))
        self.assertFalse((target / "objects/info/alternates").exists())

    def test_the_server_serves_what_the_repository_holds(self):
        with HttpServer(self.repository.parent) as server:
            url = server.url(self.repository.name)
            shown = subprocess.run(["git", "ls-remote", url, "refs/pull/1/head"], capture_output=True, text=True)
        self.assertEqual(shown.stdout.split()[0], self.course.commit("refs/pull/1/head"))


class ComparisonTest(unittest.TestCase):
    def test_spreads_evenly(self):
        self.assertEqual(spread([1, 2, 3, 4, 5, 6], 3), [1, 3, 5])
        self.assertEqual(spread([1, 2], 3), [1, 2])

    def test_reads_what_jest_reports(self):
        tests = [{"status": s} for s in ("passed", "failed", "pending", "todo", "passed")]
        self.assertEqual(bare.counts({"assertionResults": tests}), ("ran", 2, 1, 2))
        self.assertEqual(bare.counts({"assertionResults": []}), ("not loaded",))
        empty = {"assertionResults": [], "message": "Your test suite must contain at least one test."}
        self.assertEqual(bare.counts(empty), ("ran", 0, 0, 0))

    def test_jest_is_told_once_which_files_are_tests(self):
        def asked(package, config=""):
            with tempfile.TemporaryDirectory() as folder:
                (Path(folder) / "package.json").write_text(package)
                if config:
                    (Path(folder) / "jest.config.js").write_text(config)
                any_name = not bare.selects_tests(folder)
            words = bare.command("node", "/m", ["mandatory/1-fix.js"], "r", any_name=any_name)
            return any(word.startswith("--testRegex") for word in words)

        self.assertTrue(asked('{"scripts": {"test": "jest --testRegex=mandatory"}}'))
        self.assertTrue(asked("not JSON"))
        self.assertFalse(asked('{"jest": {"projects": [{"testMatch": ["<rootDir>/mandatory/*.js"]}]}}'))
        self.assertFalse(asked("{}", "module.exports = {testRegex: 'x'}"))

    def test_es_modules_are_asked_for_by_a_script_or_npmrc(self):
        for name, text, wanted in (
            ("package.json", '{"scripts": {"test": "NODE_OPTIONS=--experimental-vm-modules jest"}}', True),
            (".npmrc", "node-options=--experimental-vm-modules", True),
            ("package.json", '{"type": "module", "scripts": {"test": "jest"}}', False),
        ):
            with self.subTest(text), tempfile.TemporaryDirectory() as folder:
                (Path(folder) / name).write_text(text)
                self.assertEqual(bare.wants_modules(folder), wanted)

    def test_reads_what_a_report_says(self):
        cases = [{"status": "pass"}, {"status": "fail"}]
        self.assertEqual(parity.counts({"status": "partial", "cases": cases}), ("ran", 1, 1))
        self.assertEqual(parity.counts({"status": "fail", "cause": "not_loadable"}), ("not loaded",))
        self.assertEqual(parity.counts({"status": "error"}), ("error",))
        self.assertEqual(
            parity.counts({"status": "fail", "cause": "timeout_cpu", "cases": []}), ("no result", "timeout_cpu")
        )

    def test_what_a_suite_skips_counts_neither_way(self):
        self.assertTrue(parity.same(("ran", 2, 1), ("ran", 2, 1, 4)))
        self.assertFalse(parity.same(("ran", 2, 1), ("ran", 3, 0, 0)))
        self.assertFalse(parity.same(("ran", 0, 0), ("absent",)))
        self.assertTrue(parity.same(("nothing to count",), ("ran", 0, 0, 3)))
        self.assertFalse(parity.same(("nothing to count",), ("ran", 1, 0, 3)))
        self.assertTrue(parity.same(("no result", "timeout_cpu"), ("no result",)))

    def test_a_report_shows_a_hundred_tests_and_what_fails_first(self):
        self.assertTrue(parity.same(("ran", 26, 74), ("ran", 926, 74, 0)))
        self.assertTrue(parity.same(("ran", 0, 100), ("ran", 0, 1000, 0)))
        self.assertFalse(parity.same(("ran", 27, 73), ("ran", 926, 74, 0)))
        self.assertFalse(parity.same(("ran", 20, 6), ("ran", 926, 74, 0)))

    def test_compares_tests_by_name(self):
        tests = [{"status": "passed", "ancestorTitles": ["sum"], "title": "adds"}]
        theirs = bare.counts({"assertionResults": tests})
        self.assertEqual(theirs, ("ran", 1, 0, 0, (("sum adds", "passed"),)))
        nameless = {"status": "passed", "ancestorTitles": [], "title": ""}  # A report leaves it out.
        self.assertEqual(bare.counts({"assertionResults": [*tests, nameless]})[:5], ("ran", 2, 0, 0, theirs[4]))
        ours = parity.counts({"status": "pass", "cases": [{"name": "sum > adds", "status": "pass"}]})
        self.assertTrue(parity.same(ours, theirs))
        other = parity.counts({"status": "pass", "cases": [{"name": "sum > adds up", "status": "pass"}]})
        self.assertFalse(parity.same(other, theirs))

    def test_a_test_that_skips_itself_is_left_out(self):
        skipped = {"name": "b", "status": "fail", "message": {"id": "tests.case_skipped"}}
        cases = [{"name": "a", "status": "pass"}, skipped]
        self.assertEqual(parity.counts({"status": "partial", "cases": cases})[:3], ("ran", 1, 0))

    def test_reads_what_mocha_says(self):
        row = {"title": "adds", "fullTitle": "sum adds", "err": {}, "speed": "fast"}
        waits = {"title": "waits", "fullTitle": "sum waits", "err": {}}
        fails = {"title": "adds", "fullTitle": "sum adds", "err": {"message": "no"}}
        report = {"tests": [row, waits, fails], "pending": [waits], "failures": [fails]}
        said = ("ran", 1, 1, 1, (("sum adds", "failed"), ("sum adds", "passed")))
        self.assertEqual(bare_alone.of_mocha(json.dumps(report), self.fail), said)

    def test_what_a_hook_of_mocha_stops_has_failed(self):
        hook = {"title": '"before all" hook for "a"', "fullTitle": "x", "err": {"message": "no"}}
        report = {"tests": [], "pending": [], "failures": [hook]}
        said = bare_alone.of_mocha(json.dumps(report), lambda: ["g a"])
        self.assertEqual(said, ("ran", 0, 1, 0, (("g a", "failed"),)))

    def test_takes_the_options_of_the_projects_own_command(self):
        with tempfile.TemporaryDirectory() as folder:
            script = "eslint . && mocha -R spec --require ./x.js --timeout=9 test/*.js"
            (Path(folder) / "package.json").write_text(json.dumps({"scripts": {"test": script}}))
            self.assertEqual(bare_alone.script_options(folder), ["--require", "./x.js", "--timeout=9"])

    def test_reads_what_node_says(self):
        event = {"nesting": 0, "suite": False, "failure": None, "exit": None, "waits": False}
        lines = [
            {**event, "type": "test:pass", "name": "a", "path": "g > a", "nesting": 1},
            {**event, "type": "test:fail", "name": "b", "path": "g > b", "nesting": 1, "failure": "testCodeFailure"},
            {**event, "type": "test:pass", "name": "c", "path": "g > c", "nesting": 1, "waits": True},
            {**event, "type": "test:fail", "name": "g", "path": "g", "suite": True, "failure": "subtestsFailed"},
            {**event, "type": "test:pass", "name": "e", "path": "d > e", "nesting": 1},
            {**event, "type": "test:pass", "name": "d", "path": "d"},
        ]
        text = "".join(json.dumps(line) + "\n" for line in lines)
        said = ("ran", 2, 1, 1, (("d", "passed"), ("g a", "passed"), ("g b", "failed")))
        self.assertEqual(bare_alone.of_node(text, "/x", "a.test.js"), said)
        broken = json.dumps({**event, "type": "test:fail", "name": "a.test.js", "path": "a.test.js", "exit": 1})
        self.assertEqual(bare_alone.of_node(broken, "/x", "a.test.js"), ("not loaded",))

    def test_says_where_two_reports_differ(self):
        one = {"tasks": [{"id": "a", "points": 1}], "run": {"host": "x"}}
        two = {"tasks": [{"id": "a", "points": 2}], "run": {"host": "y"}}
        self.assertEqual(differences(without_run(one), without_run(two)), ["/tasks/0/points: 1 against 2"])
        self.assertEqual(differences(without_run(one), without_run(one)), [])
        self.assertEqual(differences({"a": 1}, {"b": 1}), ["/a: only in one", "/b: only in one"])


class ResidentTest(unittest.TestCase):
    def report(self, points, ref="pull/1/head"):
        submission = {"commit": "a", "ref": ref}
        return {"submission": submission, "result": {"points": points}, "run": {"host": ref}}

    def test_tells_each_report_that_is_another_one_or_missing(self):
        alone = {commit: resident.comparable(self.report(1)) for commit in ("a", "b")}
        with tempfile.TemporaryDirectory() as folder:
            for number, points in ((1, 1), (2, 1), (3, 2)):
                place = Path(folder) / f"pull-{number}"
                place.mkdir()
                (place / "report.json").write_text(json.dumps(self.report(points, f"pull/{number}/head")))
            lines = resident.compare(alone, ["a", "b", "b", "a"], Path(folder))
        self.assertEqual(lines[0], "round 2, b: /result/points: 1 against 2")
        self.assertTrue(lines[1].startswith("round 2, a: no report: "), lines[1])
        self.assertEqual(len(lines), 2)


class ExercismTest(unittest.TestCase):
    def test_says_which_tests_differ(self):
        check = {"status": "partial", "cases": [{"name": "A > b", "status": "pass"}, {"name": "c", "status": "fail"}]}
        self.assertEqual(exercism.compare(check, {"A > b": "pass", "c": "fail", "d": "skip"}), [])
        self.assertEqual(exercism.compare(check, {"A > b": "fail", "c": "fail"}), ["A > b: grader pass, bare fail"])
        self.assertEqual(exercism.compare(check, {"A > b": "pass"}), ["c: grader fail, bare None"])

    def test_what_does_not_load_does_so_on_both_sides(self):
        check = {"status": "fail", "cause": "not_loadable", "cases": []}
        self.assertEqual(exercism.compare(check, None), [])
        self.assertEqual(exercism.compare(check, {"a": "pass"}), ["loaded: grader False, bare True"])
        self.assertEqual(exercism.compare({"status": "pass", "cases": []}, None), ["loaded: grader True, bare False"])

    def test_of_two_tests_of_one_name_the_worse_counts(self):
        cases = [{"name": "A > b", "status": "fail"}, {"name": "A > b", "status": "pass"}]
        theirs = exercism_tracks.worst([("A b", "pass"), ("A b", "fail")])
        self.assertEqual(theirs, {"A b": "fail"})
        self.assertEqual(exercism.compare({"status": "partial", "cases": cases}, theirs, bare.flat), [])

    def test_knows_the_track_by_its_configuration(self):
        class Clone:
            def __init__(self, text):
                self.text = text

            def content(self, _branch, _path):
                return self.text

        args = argparse.Namespace(node="node", layer="/layer")
        javascript = exercism_tracks.track_of(Clone(b'{"slug": "javascript"}'), "main", args)
        self.assertEqual((javascript.environment, javascript.framework), ("node", "jest"))
        typescript = exercism_tracks.track_of(Clone(b'{"slug": "typescript"}'), "main", args)
        self.assertEqual((typescript.framework, typescript.configuration), ("jest", "babel.config.cjs"))
        python = exercism_tracks.track_of(Clone(b'{"slug": "python"}'), "main", args)
        self.assertEqual((python.environment, python.framework), ("python", "pytest"))
        self.assertEqual(exercism_tracks.track_of(Clone(None), "main", args).framework, "pytest")

    def test_every_test_of_the_node_tracks_is_awake(self):
        text = "import { test, xtest } from '@jest/globals';\nxtest('a', f);\nxdescribe('b', g);\ntaxit('c');\n"
        awake = "import { test, xtest } from '@jest/globals';\ntest('a', f);\ndescribe('b', g);\ntaxit('c');\n"
        self.assertEqual(exercism_tracks.JavaScript.whole(text), awake)


class CommandsTest(unittest.TestCase):
    def test_every_command_explains_itself(self):
        commands = [*HERE.glob("*.py"), *(HERE.parent / "benchmarks").glob("*.py")]
        commands = [c for c in commands if c.read_text().startswith("#!")]
        self.assertGreaterEqual(len(commands), 10)
        for command in commands:
            shown = subprocess.run(
                [sys.executable, "-B", command, "--help"], capture_output=True, text=True
            )
            self.assertEqual(shown.returncode, 0, shown.stderr)
            self.assertIn("usage:", shown.stdout)


if __name__ == "__main__":
    unittest.main()
