"""The scripts: what holds for all of them, and what install-dependencies promises."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPTS = [path for path in sorted((ROOT / "scripts").iterdir()) if os.access(path, os.X_OK)]
SHELL = [path for path in [*SCRIPTS, ROOT / ".ci/run"] if b"bash" in path.read_bytes()[:40]]
INSTALL = ROOT / "scripts/install-dependencies"


def run(*command, **more):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, **more)


class Scripts(unittest.TestCase):
    def test_every_script_explains_itself_from_anywhere(self):
        for script in SCRIPTS:
            with self.subTest(script.name):
                done = run(script, "--help", cwd="/")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(f"usage: scripts/{script.name}", done.stdout)

    def test_an_unknown_argument_is_refused(self):
        for script in SHELL[:-1]:
            with self.subTest(script.name):
                done = run(script, "--no-such-thing", cwd="/")
                self.assertEqual(done.returncode, 2)
                self.assertIn("--no-such-thing", done.stderr)

    def test_shellcheck_is_silent(self):
        done = run("shellcheck", "--severity=warning", *SHELL)
        self.assertEqual(done.stdout, "")

    def test_ci_runs_the_tests_and_nothing_clever(self):
        self.assertEqual((ROOT / ".ci/run").read_text().splitlines()[1:],
                         ['exec "$(dirname "${BASH_SOURCE[0]}")/../scripts/test"'])


class Lint(unittest.TestCase):
    """In a project of its own, of three sources that are looked at together."""

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.root = pathlib.Path(place.name, "project")
        for name in (".clang-tidy", "scripts/lint"):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.root / name)
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(pathlib.Path(place.name, "cache"))}
        self.write("grader/first.cc", "namespace {\nint number() { return 1; }\n}\nint one() { return number(); }\n")
        self.write("grader/second.cc", "int two() { return 2; }\n")
        self.write("grader/third.cc", "int three() { return 3; }\n")
        self.write("build/compile_commands.json", json.dumps([
            {"directory": str(self.root / "build"), "file": str(source),
             "command": f"/usr/bin/c++ -I{self.root} -std=c++20 -Wno-restrict -o x.o -c {source}"}
            for source in sorted((self.root / "grader").iterdir())]))
        run("git", "init", "-q", self.root)

    def write(self, name, text):
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def lint(self):
        run("git", "-C", self.root, "add", "grader")
        done = run(self.root / "scripts/lint", "--tidy", self.root / "build", env=self.environment)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def test_what_is_in_order_is_looked_at_once(self):
        self.assertEqual(self.lint(), (0, "clang-tidy looked at 3 sources\n"))
        self.assertEqual(self.lint(), (0, "clang-tidy looked at 0 sources\n"))
        self.write("grader/second.cc", "int two() { return 4; }\n")
        self.assertEqual(self.lint(), (0, "clang-tidy looked at 1 sources\n"))

    def test_two_things_of_one_name_are_no_fault(self):
        self.write("grader/third.cc", "namespace {\nchar number() { return 'a'; }\n}\nchar three() { return number(); }\n")
        self.assertEqual(self.lint(), (0, "clang-tidy looked at 3 sources\n"))

    def test_a_fault_is_told_of_its_source_alone_and_again(self):
        self.write("grader/second.cc", "#include <string>\n"
                   "bool two(const std::string& text) { return text.size() == 0; }\n")
        for looked_at in (3, 1):
            code, told = self.lint()
            self.assertEqual(code, 1)
            self.assertRegex(told, r"\Agrader/second.cc\n.*second.cc:2:\d+: error: .*\[readability-container-size-empty")
            self.assertNotRegex(told, "first|third")
            self.assertTrue(told.endswith(f"clang-tidy looked at {looked_at} sources\n"))

    def test_a_fault_in_a_header_is_told(self):
        self.write("grader/third.h", "#include <string>\n"
                   "inline bool none(const std::string& text) { return text.size() == 0; }\n")
        self.write("grader/third.cc", '#include "grader/third.h"\nbool three() { return none("x"); }\n')
        code, told = self.lint()
        self.assertEqual(code, 1)
        self.assertRegex(told, r"\Agrader/third.cc\n.*third.h:2:\d+: error: ")

    def test_where_nothing_is_configured_the_next_step_is_told(self):
        (self.root / "build/compile_commands.json").unlink()
        done = run(self.root / "scripts/lint", "--tidy", self.root / "build", env=self.environment)
        self.assertEqual((done.returncode, done.stderr), (1, f"lint: {self.root}/build/compile_commands.json is missing\n"
                                                             "hint: cmake --preset dev\n"))


class InstallDependencies(unittest.TestCase):
    """With fakes of dpkg-query, apt-get, sudo and npm in front of the real ones."""

    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.bin = pathlib.Path(self.place.name)
        self.installed = self.bin / "installed"
        self.installed.write_text("")
        self.fake("dpkg-query", 'sed "s/^/installed /" "$(dirname "$0")/installed"; exit 1')
        self.fake("npm", "exit 0")
        self.fake("sudo", 'exec "$@"')

    def fake(self, name, body):
        path = self.bin / name
        path.write_text(f"#!/bin/bash\n{body}\n")
        path.chmod(0o755)

    def have(self, packages):
        self.installed.write_text("".join(f"{package}\n" for package in packages))

    def install(self, *arguments):
        return run(INSTALL, *arguments, env={**os.environ, "PATH": f"{self.bin}:/usr/bin:/bin"})

    def wanted(self, *arguments):
        return self.install("--list", *arguments).stdout.split()

    def test_where_nothing_is_missing_apt_is_not_called(self):
        self.have(self.wanted())
        self.fake("apt-get", "exit 9")
        done = self.install()
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_only_what_is_missing_is_installed(self):
        self.have(package for package in self.wanted() if package != "ninja-build")
        self.fake("apt-get", 'case "$*" in *" install "*) echo "$*" >>"$(dirname "$0")/calls";'
                  ' echo ninja-build >>"$(dirname "$0")/installed";; esac')
        done = self.install()
        self.assertEqual(done.returncode, 0, done.stderr)
        call = (self.bin / "calls").read_text()
        self.assertTrue(call.endswith("install -y --no-install-recommends ninja-build\n"), call)

    def test_failing_apt_is_told_with_its_words_and_a_next_step(self):
        self.fake("apt-get", "echo 'E: no such luck'; exit 100")
        done = self.install("--for", "demo")
        self.assertEqual(done.returncode, 1)
        self.assertIn("E: no such luck", done.stderr)
        self.assertIn("apt-get could not fetch the lists of packages", done.stderr)
        self.assertIn("hint: ", done.stderr)

    def test_the_demo_needs_no_browser_and_no_test_tools(self):
        demo, test = set(self.wanted("--for", "demo")), set(self.wanted("--for", "test"))
        self.assertLess(demo, test)
        for package in ("chromium", "libvalijson-dev", "clang-tidy-14"):
            self.assertIn(package, test - demo)

    def test_npm_is_wanted_only_where_there_is_none(self):
        self.assertNotIn("npm", self.wanted())

    def test_every_package_stands_in_the_document(self):
        document = (ROOT / "docs/dependencies.md").read_text()
        for package in self.wanted("--for", "fuzz"):
            self.assertIn(f"`{package}`", document)


if __name__ == "__main__":
    unittest.main()
